"""What many texts say together: counted and ordered, each number with the texts behind it.

Pure functions over what the library tells. Knows no database and no screen.
"""

from .dossier import Appearance, Dossier, Said, said_of

__all__ = ["Appearance", "Dossier", "Said", "said_of"]
