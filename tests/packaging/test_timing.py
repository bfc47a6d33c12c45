"""The table of test times says of each noun and file what the report of a run says of their tests."""

from tests.timing import table

REPORT = """\
<testsuites><testsuite>
  <testcase classname="tests.units.test_rules" name="test_one" time="0.25"/>
  <testcase classname="tests.units.test_rules.TestTree" name="test_two" time="0.5"/>
  <testcase classname="tests.units.test_operations" name="test_three" time="1.5"/>
  <testcase classname="tests.events.test_rules" name="test_four" time="3"/>
</testsuite></testsuites>
"""


def test_nouns_and_files_are_summed_and_the_slowest_come_first() -> None:
    assert [line.split() for line in table(REPORT).splitlines()] == [
        [],
        ["events", "3.0", "s", "1"],
        ["units", "2.2", "s", "3"],
        [],
        ["tests.events.test_rules", "3.0", "s", "1"],
        ["tests.units.test_operations", "1.5", "s", "1"],
        ["tests.units.test_rules", "0.8", "s", "2"],
    ]
