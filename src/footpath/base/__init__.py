"""What every room needs: problems, ids, units, the registry, settings, files written whole. Imports no room."""

from footpath.base.codes import register_codes, registered_codes
from footpath.base.files import content_hash, sync_folder, write_whole
from footpath.base.ids import did_you_mean, nearest, slug, unique
from footpath.base.locales import is_right_to_left
from footpath.base.problems import (
    BadInputError,
    EngineError,
    FootpathError,
    MissingExtraError,
    Place,
    Problem,
    Severity,
    UsageError,
    has_errors,
    problems_to_json,
    raise_errors,
)
from footpath.base.registry import Registry
from footpath.base.settings import (
    SETTINGS,
    Chosen,
    Setting,
    Settings,
    cache_folder,
    state_folder,
    user_settings_file,
)
from footpath.base.showing import SHOWERS, Drawn
from footpath.base.units import (
    DAY,
    HOUR,
    MINUTE,
    SECOND,
    WEEK,
    datetime_to_us,
    format_day,
    format_duration,
    parse_duration,
    us_to_datetime,
)

register_codes(
    "base",
    {
        "unknown-name": "A form, measure, engine, format or command of that name does not exist; the nearest are named.",
        "missing-extra": "What was asked for needs an optional package that is not installed (an engine, a kind of table), or "
        "Java for Spark. The message says what to install: pip install 'footpath[clickhouse]', [spark], [delta] or [iceberg].",
        "bad-setting": "A setting has a value of the wrong type, or the settings file cannot be read.",
    },
)

__all__ = [
    "DAY",
    "HOUR",
    "MINUTE",
    "SECOND",
    "SETTINGS",
    "SHOWERS",
    "WEEK",
    "BadInputError",
    "Chosen",
    "Drawn",
    "EngineError",
    "FootpathError",
    "MissingExtraError",
    "Place",
    "Problem",
    "Registry",
    "Setting",
    "Settings",
    "Severity",
    "UsageError",
    "cache_folder",
    "content_hash",
    "datetime_to_us",
    "did_you_mean",
    "format_day",
    "format_duration",
    "has_errors",
    "is_right_to_left",
    "nearest",
    "parse_duration",
    "problems_to_json",
    "raise_errors",
    "register_codes",
    "registered_codes",
    "slug",
    "state_folder",
    "sync_folder",
    "unique",
    "us_to_datetime",
    "user_settings_file",
    "write_whole",
]
