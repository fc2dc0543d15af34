"""Django's settings, read from the environment. An invalid value stops the start and names its variable."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from config.environment import Environment
from config.origin import host_of
from server import loopback
from server.body_limit import BODY_MAX
from triage import TriageConfig

BASE_DIR = Path(__file__).resolve().parent.parent
env = Environment()

# --- Paths ------------------------------------------------------------------------------------------------
STATE_DIR = env.path("STATE_DIR", default=BASE_DIR.parent / "var")
PAGES_DIR = env.path("PAGES_DIR", default=BASE_DIR.parent / "frontend" / "dist")

# --- Secrets and addresses --------------------------------------------------------------------------------
DEBUG = env.flag("DEBUG", default=False)
SECRET_KEY = env.secret("SECRET_KEY", minimum=32)
PUBLIC_URL = env.origin("PUBLIC_URL", default="http://127.0.0.1:8080")
# Without sign-in the desk is open: only on loopback, or where that is said aloud. The server asks before it starts.
ACCESS = env.choice("ACCESS", choices={"auto", "open"}, default="auto")
_HTTP_BIND = env.text("HTTP_BIND", default="")
BEHIND_WEB = bool(_HTTP_BIND)  # compose
ACCESS_REFUSAL = loopback.refusal(
    http_bind=_HTTP_BIND,
    bind=env.text("BIND", default="127.0.0.1:8080"),
    public_url=PUBLIC_URL,
    trusted_proxy=env.text("TRUSTED_PROXY", default=""),
)
if ACCESS == "open":
    ACCESS_REFUSAL = ""
# Loopback names are always allowed, for health checks and for requests on the machine itself.
ALLOWED_HOSTS = sorted({host_of(PUBLIC_URL), "127.0.0.1", "localhost", "[::1]"})
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PUBLIC_URL.startswith("https:")
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Strict"
# No SECURE_PROXY_SSL_HEADER: Django would trust that header from any client. gunicorn trusts it only from TRUSTED_PROXY
# (server/gunicorn.py) and sets wsgi.url_scheme.
SECURE_REFERRER_POLICY = "same-origin"
# HSTS and the redirect to https belong to the proxy that terminates TLS. A closed network may have none.
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008"]
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# --- The application --------------------------------------------------------------------------------------
INSTALLED_APPS = [
    # Before the admin, whose base_site.html it replaces.
    "backoffice",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "postgres",
    "api",
    "accounts",
    "egress",
    "erasures",
    "suggestions",
    "tickets",
    "conversations",
    "insights",
    "transfer",
]
MIDDLEWARE = [
    "server.headers.SecurityHeadersMiddleware",
    "server.access.ForwardedRequestMiddleware",
    "server.cross_site.CrossSiteMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "server.nul_in_query.NulInQueryMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "server.access.template_context",
            ],
        },
    },
]
AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

# --- The database: PostgreSQL, everywhere ------------------------------------------------------------------
DATABASES = {"default": env.database("DATABASE_URL", credentials_file="DATABASE_PASSWORD_FILE")}
DATABASE_STATEMENT_TIMEOUT = env.seconds("DATABASE_STATEMENT_TIMEOUT", default=10)

# --- Time and language --------------------------------------------------------------------------------------
TIME_ZONE = env.time_zone("TIME_ZONE", default="UTC")
USE_TZ = True
LANGUAGE_CODE = "en-gb"

# --- Pages and static files ---------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = env.path("STATIC_ROOT", default=BASE_DIR / "static")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
WHITENOISE_ROOT = PAGES_DIR if PAGES_DIR.is_dir() else None
# The build puts a content hash into every file name below /assets/, so browsers may cache those for ever.
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/assets/.+[-.][A-Za-z0-9_-]{8,}\.\w+$"
WHITENOISE_MAX_AGE = 60

# --- The API ------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_PARSER_CLASSES": ["api.parsers.StrictJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "api.parsers.JSONContentNegotiation",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "api.errors.exception_handler",
    "URL_FORMAT_OVERRIDE": None,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Quietdesk",
    "DESCRIPTION": "Submit tickets, work the queue, and ask for a suggestion that stays in the building.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {
        "Category": "suggestions.choices.Category",
        "Priority": "suggestions.choices.Priority",
        "Status": "tickets.choices.Status",
        "Source": "suggestions.choices.Source",
    },
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "api.openapi_hooks.add_503_responses",
    ],
}
DATA_UPLOAD_MAX_MEMORY_SIZE = BODY_MAX
CSRF_FAILURE_VIEW = "server.error_pages.forbidden"

# --- Triage -------------------------------------------------------------------------------------------------
SUGGESTION_MAX_AGE = 24 * 60 * 60  # seconds for which a suggestion token is valid
_TRIAGE: dict[str, tuple[str, Any]] = {
    "provider": ("LLM_PROVIDER", env.text("LLM_PROVIDER", default="auto")),
    "cloud_never": ("CLOUD", env.word("CLOUD", "never")),
    "ollama_url": ("OLLAMA_URL", env.url("OLLAMA_URL", default="http://127.0.0.1:11434", allow_off=True)),
    "ollama_model": ("OLLAMA_MODEL", env.text("OLLAMA_MODEL", default="granite4.1:3b")),
    "ollama_socket": ("OLLAMA_SOCKET", env.text("OLLAMA_SOCKET", default="")),
    "ollama_timeout": ("OLLAMA_TIMEOUT", env.seconds("OLLAMA_TIMEOUT", default=20)),
    "openai_key": ("LLM_API_KEY", env.secret("LLM_API_KEY", minimum=0, default="")),
    "openai_base_url": ("OPENAI_BASE_URL", env.url("OPENAI_BASE_URL", default="https://api.openai.com/v1")),
    "openai_plain_http": ("OPENAI_PLAIN_HTTP", env.flag("OPENAI_PLAIN_HTTP", default=False)),
    "openai_model": ("OPENAI_MODEL", env.text("OPENAI_MODEL", default="gpt-4o-mini")),
    "openai_socket": ("OPENAI_SOCKET", env.text("OPENAI_SOCKET", default="")),
    "openai_timeout": ("OPENAI_TIMEOUT", env.seconds("OPENAI_TIMEOUT", default=10)),
    "classifier": ("CLASSIFIER", env.choice("CLASSIFIER", choices={"on", "off"}, default="on") == "on"),
    "classifier_socket": ("CLASSIFIER_SOCKET", env.text("CLASSIFIER_SOCKET", default="")),
    "classifier_timeout": ("CLASSIFIER_TIMEOUT", env.seconds("CLASSIFIER_TIMEOUT", default=2)),
    "embedding_model": ("EMBEDDING_MODEL", env.text("EMBEDDING_MODEL", default="")),
    "embedding_url": ("EMBEDDING_URL", env.text("EMBEDDING_URL", default="")),
    "embedding_api": ("EMBEDDING_API", env.choice("EMBEDDING_API", choices={"ollama", "openai"}, default="ollama")),
    "embedding_prefix": ("EMBEDDING_PREFIX", env.text("EMBEDDING_PREFIX", default="")),
    "embedding_socket": ("EMBEDDING_SOCKET", env.text("EMBEDDING_SOCKET", default="")),
    "fitted_folder": ("STATE_DIR", str(STATE_DIR / "fitted")),
    "phone_regions": ("PHONE_REGIONS", tuple(env.text("PHONE_REGIONS", default="DE,AT,CH,GB,US").split(","))),
    "slots": ("LLM_SLOTS", env.count("LLM_SLOTS", default=1)),
    "queue": ("LLM_QUEUE", env.count("LLM_QUEUE", default=4, minimum=0)),
}
try:
    TRIAGE = TriageConfig(**{field: value for field, (_, value) in _TRIAGE.items()})
except ValueError as error:
    _field, _, _problem = str(error).partition(": ")
    raise ImproperlyConfigured(f"{_TRIAGE[_field][0]}: {_problem}") from None

# --- The first account --------------------------------------------------------------------------------------
ADMIN_PASSWORD = env.secret("ADMIN_PASSWORD", minimum=0, default="")

# --- Logs: never ticket text (server/logs.py) ----------------------------------------------------------------
LOG_LEVEL = env.choice("LOG_LEVEL", choices={"DEBUG", "INFO", "WARNING", "ERROR"}, default="INFO")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"redacting": {"()": "server.logs.RedactingFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "redacting"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {
        "django": {"handlers": ["console"], "level": "INFO", "propagate": False},
        # Unknown Host headers and too many parameters, as scanners send them, are answered with 400. They are no bugs.
        "django.security": {"level": "CRITICAL"},
        # At DEBUG this logger writes every statement with its parameters, which hold ticket text.
        "django.db.backends": {"level": "INFO"},
        # At DEBUG and INFO these log request bodies and full URLs.
        "httpx": {"level": "WARNING"},
        "httpx2": {"level": "WARNING"},
        "httpcore": {"level": "WARNING"},
        "httpcore2": {"level": "WARNING"},
        "openai": {"level": "WARNING"},
    },
}
