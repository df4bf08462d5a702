"""Distributed Map with EXPRESS children: LocalStack knows only STANDARD ones, so it runs those.

The difference that is left is the price, and that AWS may run an express child more than once.
"""

import re

from localstack.runtime import hooks

_EXPRESS_CHILDREN = re.compile(r'("ExecutionType"\s*:\s*)"EXPRESS"')


@hooks.on_infra_start()
def run_as_standard():
    from localstack.services.stepfunctions.asl.parse.asl_parser import AmazonStateLanguageParser

    parse = AmazonStateLanguageParser.parse

    def parse_with_express(definition):
        return parse(_EXPRESS_CHILDREN.sub(r'\1"STANDARD"', definition))

    AmazonStateLanguageParser.parse = staticmethod(parse_with_express)
