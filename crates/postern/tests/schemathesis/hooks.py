"""What a run needs beside its settings: callers that are not told to come again later."""

import itertools
import os

import schemathesis

# The limit of requests is one of each token: they take turns. `Bearer any` stands for whichever is next; who asks without
# a token, or with a wrong one, does so on purpose.
TOKENS = itertools.cycle(os.environ["POSTERN_TOKENS"].split())


@schemathesis.hook
def before_call(context, case, kwargs):
    if case.headers.get("Authorization") == "Bearer any":
        case.headers["Authorization"] = f"Bearer {next(TOKENS)}"
