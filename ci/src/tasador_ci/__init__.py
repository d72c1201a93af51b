"""Tasador prices homes in Argentina: build it, prove it, put it on AWS, rehearse all of that."""

from .main import Tasador as Tasador
