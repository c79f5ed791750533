"""The explorer page as a reader uses it: sees, searches, clicks, filters, follows links."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from PIL import Image
