"""pyHanko in this process, for signing.py: from octets in memory to octets in memory, its median in microseconds of
processor time.

    python pyhanko_once.py sign|verify FOLDER NAME SECONDS
"""

import datetime
import io
import statistics
import sys
import time
from pathlib import Path

from asn1crypto import crl, pem, x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

AT = datetime.datetime(2026, 12, 1, tzinfo=datetime.timezone.utc)


def main():
    work, folder, name, seconds = sys.argv[1], Path(sys.argv[2]), sys.argv[3], float(sys.argv[4])
    octets = (folder / name).read_bytes()
    signer = signers.SimpleSigner.load(str(folder / "key.pem"), str(folder / "certificate.pem"))
    metadata = signers.PdfSignatureMetadata(
        field_name="Signature1", md_algorithm="sha256", subfilter=SigSeedSubFilter.ADOBE_PKCS7_DETACHED
    )
    anchor = x509.Certificate.load(pem.unarmor((folder / "authority.pem").read_bytes())[2])
    lists = [crl.CertificateList.load((folder / one).read_bytes()) for one in ("list.crl", "authority-list.crl")]
    context = ValidationContext(
        trust_roots=[anchor], crls=lists, moment=AT, allow_fetching=False, revocation_mode="require"
    )

    def sign():
        out = signers.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(octets)), metadata, signer=signer)
        assert len(out.getbuffer()) > len(octets)

    def verify():
        status = validate_pdf_signature(PdfFileReader(io.BytesIO(octets)).embedded_signatures[0], context)
        assert status.intact and status.valid and status.trusted, status.pretty_print_details()

    run = sign if work == "sign" else verify
    run()
    times, until = [], time.process_time() + seconds
    while time.process_time() < until or len(times) < 3:
        begun = time.process_time()
        run()
        times.append(time.process_time() - begun)
    print(f"{statistics.median(times) * 1e6:.1f}")


main()
