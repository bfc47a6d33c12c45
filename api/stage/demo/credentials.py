"""The demo's operator of the platform. The password is published: for demonstration only."""

OPERATOR = "operator"
OPERATOR_PASSWORD = "wuyi-operator-demo"  # noqa: S105 - public on purpose
