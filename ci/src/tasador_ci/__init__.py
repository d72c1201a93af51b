"""Ships the app that app.json describes: built, proved, put on AWS, and all of that rehearsed."""

from .main import Tasador as Tasador
from .registering import share_types

share_types()
