"""Answers decisions with Cedar, one parsed policy set a tenant, in a virtual environment that has cedarpy alone.

The first line of input has `policies`, `tenants` and `questions` as JSON; the answers to all questions come back. Each
line after it is a number of decisions to make; the microseconds of processor time one took come back.
"""

import json
import sys
from time import process_time

import cedarpy


def main() -> None:
    """Serve standard input until it ends."""
    told = json.loads(sys.stdin.readline())
    policies = [cedarpy.PolicySet.from_str(told["policies"]) for _ in range(told["tenants"])]
    nobody = cedarpy.Entities.from_json_str("[]")
    questions = told["questions"]
    _tell([cedarpy.is_authorized(each, policies[0], nobody).allowed for each in questions])
    for line in sys.stdin:
        many, started = int(line), process_time()
        for number in range(many):
            question = questions[number % len(questions)]
            cedarpy.is_authorized(question, policies[number % len(policies)], nobody)
        _tell((process_time() - started) / many * 1e6)


def _tell(answer: object) -> None:
    sys.stdout.write(f"{json.dumps(answer)}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
