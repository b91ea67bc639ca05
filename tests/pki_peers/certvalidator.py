"""Asks pyhanko-certvalidator about a batch of cases: a JSON array on standard input, an array of verdicts on standard output."""

import asyncio
import base64
import json
import logging
import sys
from datetime import datetime, timedelta, timezone

from asn1crypto import crl, x509
from pyhanko_certvalidator import CertificateValidator, PKIXValidationParams, ValidationContext


def judge(case, moment):
    octets = base64.b64decode
    try:
        context = ValidationContext(
            trust_roots=[x509.Certificate.load(octets(case["anchor"]))],
            other_certs=[x509.Certificate.load(octets(one)) for one in case["certificates"]],
            crls=[crl.CertificateList.load(octets(one)) for one in case["lists"]],
            moment=moment,
            revocation_mode="require",
            time_tolerance=timedelta(0),
        )
        policies = case["policies"] or ["any_policy"]
        validator = CertificateValidator(
            x509.Certificate.load(octets(case["target"])),
            validation_context=context,
            pkix_params=PKIXValidationParams(
                user_initial_policy_set=frozenset(policies),
                initial_explicit_policy=case["explicit"],
                initial_policy_mapping_inhibit=case["inhibit_mapping"],
            ),
        )
        asyncio.run(validator.async_validate_path())
        return {"valid": True, "says": ""}
    except Exception as error:  # every refusal is one, of a dozen types; the type is part of what it says
        return {"valid": False, "says": f"{type(error).__name__}: {error}"}


def main():
    logging.disable(logging.CRITICAL)
    moment = datetime.fromtimestamp(int(sys.argv[1]), timezone.utc)
    json.dump([judge(case, moment) for case in json.load(sys.stdin)], sys.stdout)


main()
