"""The built-in guidelines as files: they load, lint clean, and are identified by their content."""

import pytest

from schema.frame.errors import DomainError, ErrorCode
from schema.guidelines.repository.templates import list_templates, load_template
from schema.guidelines.rules import check, content_of, digest, digest_of, lint
from schema.guidelines.rules.format import Guideline


def test_both_are_there() -> None:
    assert [template.id for template in list_templates()] == ["town", "wenlong"]
    assert load_template("wenlong") is load_template("wenlong")


def test_an_unknown_template_is_refused() -> None:
    with pytest.raises(DomainError) as refused:
        load_template("nowhere")
    assert refused.value.code is ErrorCode.UNKNOWN_TEMPLATE


def test_town_lints_clean() -> None:
    assert check(load_template("town").text).faults == ()


def test_wenlong_lints_with_one_warning() -> None:
    """B-e, open question 12: the template is literal, the linter warns of buildings inside zones."""
    checked = check(load_template("wenlong").text)
    (warning,) = checked.faults
    assert checked.errors == ()
    assert checked.warnings == (warning,)
    assert warning.path == "criteria[4].applies_to"
    assert warning.line is not None
    assert load_template("wenlong").text.splitlines()[warning.line - 1].strip().startswith("applies_to")
    assert "B-e" in warning.message
    assert "楼栋、单元" in warning.message


def test_without_a_text_faults_have_no_line() -> None:
    (warning,) = lint(load_template("wenlong").guideline)
    assert warning.line is None


@pytest.mark.parametrize("template", ["town", "wenlong"])
def test_content_survives_storage(template: str) -> None:
    """The digest is that of the content, whatever the order of its keys or the layout of its file."""
    loaded = load_template(template)
    content = content_of(loaded.guideline)
    stored = {key: content[key] for key in sorted(content, reverse=True)}
    assert Guideline.model_validate(stored) == loaded.guideline
    assert digest_of(stored) == digest(loaded.guideline) == loaded.digest
    spaced = check("# 另一种排版\n\n" + loaded.text.replace("\n\n", "\n\n\n"))
    assert spaced.guideline is not None
    assert digest(spaced.guideline) == loaded.digest


def test_any_change_changes_the_digest() -> None:
    text = load_template("wenlong").text.replace("days: 8, basis", "days: 9, basis")
    changed = check(text).guideline
    assert changed is not None
    assert digest(changed) != load_template("wenlong").digest
