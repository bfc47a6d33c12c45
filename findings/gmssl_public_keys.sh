#!/usr/bin/env bash
# gmssl 3.2.2 (PyPI) on SM2 public keys in the standard uncompressed form, 04 || X || Y, and in its own form, X || Y.
#
# Seen: the prefix is removed by stripping every leading 0 and 4, not the two digits. A key whose X begins with one of these
# digits loses more than its prefix and stands for no point any more: a signature made with the matching private key is then
# not recognised. It is one key in eight of the standard form; of the package's own form, a key that happens to begin with 04,
# one in 256. The other keys work in both forms, which is why a first try succeeds.
#
# Why it matters here: a district that must use the national algorithms seals records with SM2, and its key is drawn once. One
# district in eight would publish sealed records that a verifier built on this package calls forged, with nothing wrong on
# either side. A verifier has to cut the prefix by itself and to be tried with keys of which X begins with 0 and with 4.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check gmssl==3.2.2 pycryptodomex==3.24.2 2>/dev/null
"$folder/env/bin/python" - <<'PYTHON'
from importlib.metadata import version

from gmssl import sm2

print("gmssl", version("gmssl"))
generator = sm2.default_ecc_table["g"]
arithmetic = sm2.CryptSM2("1", generator)
message = "新村1号楼".encode()


def recognised(private: int, public: str, given: str) -> bool:
    """Sign with the private key, and ask whether a verifier that was given the public key in some form recognises it."""
    signature = sm2.CryptSM2(f"{private:064x}", public).sign_with_sm3(message, f"{private + 7:064x}")
    try:
        return bool(sm2.CryptSM2("", given).verify_with_sm3(signature, message))
    except Exception:
        return False


keys = {private: arithmetic._kg(private, generator) for private in range(1001, 2025)}
some = dict(list(keys.items())[:256])
cases = {
    "04 || X || Y, X begins with 0 or 4": [(d, key, "04" + key) for d, key in some.items() if key[0] in "04"],
    "04 || X || Y, the others": [(d, key, "04" + key) for d, key in some.items() if key[0] not in "04"],
    "X || Y, X begins with 04": [(d, key, key) for d, key in keys.items() if key.startswith("04")],
}
seen = {name: (len(tried), sum(recognised(*each) for each in tried)) for name, tried in cases.items()}
for name, (tried, good) in seen.items():
    print(f"{name:35} {tried:3} keys, signatures recognised: {good}")
assert [good for _, good in seen.values()] == [0, seen["04 || X || Y, the others"][0], 0], "otherwise than noted"
assert all(tried for tried, _ in seen.values())
PYTHON
