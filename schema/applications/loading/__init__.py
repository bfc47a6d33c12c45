"""An application with all that a decision on it rests on."""

from schema.applications.loading.circumstances import Circumstances, circumstances_of
from schema.applications.loading.dossiers import Dossier, dossier_of, dossiers_of, process_of

__all__ = [
    "Circumstances",
    "Dossier",
    "circumstances_of",
    "dossier_of",
    "dossiers_of",
    "process_of",
]
