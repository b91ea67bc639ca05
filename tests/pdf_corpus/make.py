#!/usr/bin/env python3
"""Makes unsigned PDF files with as many producers as the machine has.

    make.py FOLDER [--sample]

Writes FOLDER/<producer>-<variant>.pdf and FOLDER/made.json (file, producer). A producer that is not installed is
named and passed over. --sample makes the few that Debian's qpdf and Ghostscript make, for CI. Rewriters
(qpdf, mutool, Ghostscript, pikepdf, pypdf, …) work on what the others made.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

TEXT = "SAMPLE - no legal effect. Mihon Taro, Mihon Hanako, 2026-12-01."
JAPANESE = "見本・法的効力なし　見本太郎　架空県見本郡"
HTML = f"""<!DOCTYPE html><html lang="ja"><meta charset="utf-8"><title>sample</title><style>table{{border-collapse:collapse}}
td{{border:1px solid #333;padding:4px}}.next{{page-break-before:always}}</style><h1>Sample</h1><p>{TEXT}</p><p>{JAPANESE}</p>
<table><tr><td>1</td><td>Mihon</td></tr><tr><td>2</td><td>Taro</td></tr></table>%s</html>"""
SVG = f"""<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300"><rect x="9" y="9" width="380" height="280" fill="none"
stroke="navy"/><circle cx="200" cy="150" r="80" fill="#cde"/><text x="40" y="60" font-size="18">{TEXT[:24]}</text></svg>"""
FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"


class Absent(Exception):
    """The producer is not installed."""


def tool(name):
    path = shutil.which(name)
    if path is None:
        raise Absent(name)
    return path


def module(name):
    try:
        return __import__(name, fromlist=["_"])
    except ImportError as error:
        raise Absent(str(error)) from error


def run(*command, cwd=None, stdin=None, timeout=180, accept=(0,)):
    done = subprocess.run([str(part) for part in command], cwd=cwd, input=stdin, capture_output=True, timeout=timeout)
    if done.returncode not in accept:
        raise RuntimeError(f"{command[0]}: {done.stderr.decode(errors='replace')[-300:]}")
    return done.stdout


def pictures(folder):
    """A bilevel, a grey and a coloured image as PNG, made without any of the producers."""
    import struct
    import zlib

    def png(name, colour, depth, rows):
        def chunk(kind, data):
            return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

        width = {0: len(rows[0]) * 8 // depth, 2: len(rows[0]) // 3}[colour]
        header = struct.pack(">IIBBBBB", width, len(rows), depth, colour, 0, 0, 0)
        data = zlib.compress(b"".join(b"\0" + row for row in rows))
        signature = b"\x89PNG\r\n\x1a\n"
        path = folder / name
        path.write_bytes(signature + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b""))
        return path

    bilevel = png("bilevel.png", 0, 1, [bytes((x * 7 + y * 3) & 0xFF for x in range(30)) for y in range(160)])
    grey = png("grey.png", 0, 8, [bytes((x + y) & 0xFF for x in range(200)) for y in range(150)])
    colour = png("colour.png", 2, 8, [bytes((x * k + y) & 0xFF for x in range(120) for k in (1, 2, 3)) for y in range(90)])
    return bilevel, grey, colour


# Producers: each yields (variant, path).


def fixtures(_):
    for folder in ("documents", "inputs"):
        for path in sorted((FIXTURES / folder).glob("*.pdf")):
            yield path.stem, path


def libreoffice(folder):
    soffice = tool("soffice")
    sources = {
        "writer": ("html", HTML % f'<p class="next">{JAPANESE}</p>'),
        "text": ("txt", (TEXT + "\n") * 120),
        "calc": ("csv", "".join(f"{n},{n * n},{JAPANESE}\n" for n in range(80))),
        "draw": ("svg", SVG),
    }
    options = {
        "-tagged": '{"UseTaggedPDF":{"type":"boolean","value":"true"}}',
        "-pdfa1": '{"SelectPdfVersion":{"type":"long","value":"1"}}',
        "-pdfa2": '{"SelectPdfVersion":{"type":"long","value":"2"}}',
        "-lossless": '{"UseLosslessCompression":{"type":"boolean","value":"true"}}',
    }

    def convert(form, out, *files):
        profile = f"-env:UserInstallation=file://{folder}/profile"
        run(soffice, profile, "--headless", "--convert-to", form, "--outdir", out, *files, timeout=600)

    for name, (extension, content) in sources.items():
        (folder / f"{name}.{extension}").write_text(content, encoding="utf-8")
    convert("pdf", folder / "out", *sorted(folder.glob("*.*")))
    for name in sources:
        yield name, folder / "out" / f"{name}.pdf"
    for suffix, option in options.items():
        out = folder / f"out{suffix}"
        convert(f"pdf:writer_pdf_Export:{option}", out, folder / "writer.html")
        yield f"writer{suffix}", out / "writer.pdf"


def ghostscript(folder):
    gs = tool("gs")
    source = folder / "page.ps"
    source.write_text(
        f"%!PS\n/Helvetica 14 selectfont 72 700 moveto ({TEXT}) show\n0.5 setlinewidth 72 500 200 100 rectstroke showpage\n"
        "/Times-Roman 12 selectfont 72 700 moveto (Second page) show 1 0 0 setrgbcolor 72 300 90 90 rectfill showpage\n"
    )
    variants = {f"level{level}": [f"-dCompatibilityLevel={level[0]}.{level[1]}"] for level in ("13", "14", "15", "16", "17")}
    variants["pdfa"] = ["-dPDFA=1", "-dPDFACompatibilityPolicy=1", "-sColorConversionStrategy=RGB"]
    variants["uncompressed"] = ["-dCompressPages=false"]
    variants["fast-web"] = ["-dFastWebView=true"]
    variants["screen"] = ["-dPDFSETTINGS=/screen"]
    variants["prepress"] = ["-dPDFSETTINGS=/prepress"]
    variants["ps2pdf"] = ["-dEmbedAllFonts=true", "-dSubsetFonts=false"]
    for name, options in variants.items():
        out = folder / f"{name}.pdf"
        run(gs, "-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=pdfwrite", *options, f"-sOutputFile={out}", source)
        yield name, out
    for device in ("pdfimage8", "pdfimage24", "pclm"):
        out = folder / f"{device}.pdf"
        run(gs, "-q", "-dNOPAUSE", "-dBATCH", f"-sDEVICE={device}", "-r72", f"-sOutputFile={out}", source)
        yield device, out


def pdftex(folder):
    pdftex = tool("pdftex")
    for version in (4, 5, 7):
        for compress in (0, 9):
            for objects in (0, 2):
                name = f"v1{version}-c{compress}-o{objects}"
                (folder / f"{name}.tex").write_text(
                    f"\\pdfminorversion={version} \\pdfcompresslevel={compress} \\pdfobjcompresslevel={objects}\n"
                    f"{TEXT}\n\n$$\\sum_{{i=1}}^n i = {{n(n+1)\\over 2}}$$\n\\vfill\\eject Second page\\bye\n"
                )
                run(pdftex, "-interaction=batchmode", f"{name}.tex", cwd=folder)
                yield name, folder / f"{name}.pdf"


def latex(folder):
    pdflatex = tool("pdflatex")
    for name, preamble in {"article": "", "twocolumn": "\\twocolumn", "picture": ""}.items():
        body = TEXT if name != "picture" else "\\begin{picture}(100,100)\\put(50,50){\\circle{40}}\\put(0,0){\\line(1,1){90}}\\end{picture}"
        (folder / f"{name}.tex").write_text(
            f"\\documentclass{{article}}{preamble}\\begin{{document}}\\section{{Sample}}{body}\\newpage Two\\end{{document}}"
        )
        run(pdflatex, "-interaction=batchmode", f"{name}.tex", cwd=folder)
        yield name, folder / f"{name}.pdf"


def cairo(folder):
    cairocffi = module("cairocffi")
    for version in (cairocffi.PDF_VERSION_1_4, cairocffi.PDF_VERSION_1_5):
        for kind in ("text", "paths", "group", "image"):
            out = folder / f"{kind}-{version}.pdf"
            surface = cairocffi.PDFSurface(str(out), 400, 300)
            surface.restrict_to_version(version)
            for _ in range(2):
                context = cairocffi.Context(surface)
                if kind == "group":
                    context.push_group()
                context.move_to(40, 60)
                context.set_font_size(16)
                context.show_text(TEXT)
                context.arc(200, 180, 70, 0, 6)
                context.stroke() if kind != "paths" else context.fill()
                if kind == "group":
                    context.pop_group_to_source()
                    context.paint_with_alpha(0.5)
                if kind == "image":
                    image = cairocffi.ImageSurface(cairocffi.FORMAT_A8, 64, 64)
                    cairocffi.Context(image).paint_with_alpha(0.3)
                    context.mask_surface(image, 100, 100)
                surface.show_page()
            surface.finish()
            yield out.stem, out


def rsvg(folder):
    source = folder / "sample.svg"
    source.write_text(SVG)
    for form in ("pdf", "pdf1.4", "pdf1.5"):
        for size in ((), ("-w", "595")):
            out = folder / f"{form.replace('.', '')}{'-wide' if size else ''}.pdf"
            try:
                run(tool("rsvg-convert"), "-f", form, *size, "-o", out, source)
            except RuntimeError:
                continue
            yield out.stem, out


def chromium(folder):
    program = tool("chromium")
    pages = {
        "plain": HTML % "",
        "two-pages": HTML % f'<p class="next">{JAPANESE}</p>',
        "svg": HTML % SVG,
    }
    flags = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
             "--disable-component-update", "--disable-sync")
    for name, page in pages.items():
        source = folder / f"{name}.html"
        source.write_text(page, encoding="utf-8")
        for suffix, options in {"": (), "-tagged": ("--export-tagged-pdf",), "-bare": ("--no-pdf-header-footer", "--generate-pdf-document-outline")}.items():
            out = folder / f"{name}{suffix}.pdf"
            run(program, *flags, f"--user-data-dir={folder}/user", *options, f"--print-to-pdf={out}", f"file://{source}")
            yield out.stem, out


COMPRESSIONS = [(0, "Group4"), (0, "Fax"), (1, "Zip"), (2, "Zip"), (2, "JPEG"), (2, "LZW"), (1, "None")]


def imagemagick(folder):
    """Through TIFF and libtiff's tiff2pdf: Debian's policy lets ImageMagick write no PDF itself."""
    convert, tiff2pdf = shutil.which("convert-im6.q16") or tool("convert"), tool("tiff2pdf")
    images = pictures(folder)
    for index, compression in COMPRESSIONS:
        source, name = images[index], f"{images[index].stem}-{compression.lower()}"
        tiff, out = folder / f"{name}.tiff", folder / f"{name}.pdf"
        run(convert, source, "-compress", compression, tiff)
        run(tiff2pdf, "-o", out, tiff)
        yield name, out


def graphicsmagick(folder):
    gm = tool("gm")
    images = pictures(folder)
    for index, compression in COMPRESSIONS:
        source, name = images[index], f"{images[index].stem}-{compression.lower()}"
        out = folder / f"{name}.pdf"
        run(gm, "convert", source, "-compress", compression, out)
        yield name, out


def img2pdf(folder):
    img2pdf = module("img2pdf")
    bilevel, grey, colour = pictures(folder)
    for name, sources in {"bilevel": [bilevel], "grey": [grey], "colour": [colour], "all": [bilevel, grey, colour]}.items():
        for engine in (img2pdf.Engine.internal, img2pdf.Engine.pikepdf):
            out = folder / f"{name}-{engine.name}.pdf"
            out.write_bytes(img2pdf.convert([str(source) for source in sources], engine=engine))
            yield out.stem, out


def pillow(folder):
    image = module("PIL.Image")
    bilevel, grey, colour = pictures(folder)
    for source in (bilevel, grey, colour):
        out = folder / f"{source.stem}.pdf"
        image.open(source).save(out, "PDF")
        yield source.stem, out


def reportlab(folder):
    canvas = module("reportlab.pdfgen.canvas")
    cid = module("reportlab.pdfbase.cidfonts")
    metrics = module("reportlab.pdfbase.pdfmetrics")
    metrics.registerFont(cid.UnicodeCIDFont("HeiseiMin-W3"))
    _, grey, colour = pictures(folder)
    for name, options in {"plain": {}, "raw": {"pageCompression": 0}, "v17": {"pdfVersion": (1, 7)}, "images": {}}.items():
        out = folder / f"{name}.pdf"
        page = canvas.Canvas(str(out), **options)
        for number in range(3):
            page.drawString(72, 700, TEXT)
            page.setFont("HeiseiMin-W3", 14)
            page.drawString(72, 650, JAPANESE)
            if name == "images":
                page.drawImage(str(grey if number else colour), 72, 300)
            page.showPage()
        page.save()
        yield name, out


def fpdf2(folder):
    fpdf = module("fpdf")
    _, grey, _ = pictures(folder)
    for name in ("plain", "image", "table", "many"):
        document = fpdf.FPDF()
        for _ in range(25 if name == "many" else 1):
            document.add_page()
            document.set_font("helvetica", size=12)
            document.cell(text=TEXT)
            if name == "image":
                document.image(str(grey), 20, 60)
            if name == "table":
                with document.table() as table:
                    for row in (("a", "b"), ("c", "d")):
                        table.row(row)
        out = folder / f"{name}.pdf"
        document.output(str(out))
        yield name, out


def weasyprint(folder):
    weasyprint = module("weasyprint")
    pages = {"plain": HTML % "", "two-pages": HTML % f'<p class="next">{JAPANESE}</p>', "svg": HTML % SVG}
    for name, page in pages.items():
        for suffix, options in {"": {}, "-v14": {"pdf_version": "1.4"}, "-v17": {"pdf_version": "1.7"}, "-pdfa3b": {"pdf_variant": "pdf/a-3b"},
                                "-uncompressed": {"uncompressed_pdf": True}}.items():
            out = folder / f"{name}{suffix}.pdf"
            weasyprint.HTML(string=page).write_pdf(str(out), **options)
            yield out.stem, out


def matplotlib(folder):
    module("matplotlib").use("pdf")
    pyplot = module("matplotlib.pyplot")
    for name in ("line", "scatter", "image", "type42"):
        pyplot.rcParams["pdf.fonttype"] = 42 if name == "type42" else 3
        figure, axes = pyplot.subplots()
        axes.set_title(TEXT[:24])
        if name == "image":
            axes.imshow([[1, 2], [3, 4]])
        elif name == "scatter":
            axes.scatter(range(20), [n * n for n in range(20)])
        else:
            axes.plot([1, 3, 2])
        out = folder / f"{name}.pdf"
        figure.savefig(out)
        pyplot.close(figure)
        yield name, out


def pymupdf(folder):
    pymupdf = module("pymupdf")
    for name, options in {"plain": {}, "garbage": {"garbage": 4, "deflate": True}, "objstms": {"use_objstms": 1}, "ascii": {"ascii": True},
                          "pretty": {"pretty": True}}.items():
        document = pymupdf.open()
        for _ in range(2):
            document.new_page().insert_text((72, 72), TEXT)
        out = folder / f"{name}.pdf"
        document.save(str(out), **options)
        yield name, out


def typst(folder):
    typst = module("typst")
    sources = {"plain": f"= Sample\n{TEXT}\n", "two-pages": f"{TEXT}\n#pagebreak()\n{JAPANESE}\n", "maths": "$ sum_(i=1)^n i = (n(n+1))/2 $\n#table(columns: 2, [a], [b])\n"}
    for name, source in sources.items():
        path = folder / f"{name}.typ"
        path.write_text(source, encoding="utf-8")
        for standard in ("1.4", "1.5", "1.7", "a-2b"):
            out = folder / f"{name}-{standard.replace('.', '')}.pdf"
            typst.compile(str(path), output=str(out), pdf_standards=standard)
            yield out.stem, out


def borb(folder):
    borb = module("borb.pdf")
    document = borb.Document()
    page = borb.Page()
    document.append_page(page)
    borb.SingleColumnLayout(page).append_layout_element(borb.Paragraph(TEXT))
    out = folder / "plain.pdf"
    borb.PDF.write(what=document, where_to=str(out))
    yield "plain", out


def xhtml2pdf(folder):
    pisa = module("xhtml2pdf.pisa")
    out = folder / "plain.pdf"
    with out.open("wb") as sink:
        pisa.CreatePDF(f"<h1>Sample</h1><p>{TEXT}</p>", dest=sink)
    yield "plain", out


def rst2pdf(folder):
    module("rst2pdf")
    source = folder / "plain.rst"
    source.write_text(f"Sample\n======\n\n{TEXT}\n\n* one\n* two\n")
    out = folder / "plain.pdf"
    run(Path(sys.executable).parent / "rst2pdf", source, "-o", out)
    yield "plain", out


def pdfium(folder):
    pdfium = module("pypdfium2")
    for path in (FIXTURES / "documents/divorce.pdf", FIXTURES / "inputs/scan-ccitt.pdf"):
        document = pdfium.PdfDocument(str(path))
        out = folder / path.name
        document.save(str(out))
        yield path.stem, out


def groff(folder):
    for device in ("pdf",):
        out = folder / f"{device}.pdf"
        out.write_bytes(run(tool("groff"), f"-T{device}", "-ms", stdin=f".TL\nSample\n.PP\n{TEXT}\n.bp\nTwo\n".encode()))
        yield "ms", out


def gnuplot(folder):
    for terminal in ("pdfcairo",):
        out = folder / "plot.pdf"
        run(tool("gnuplot"), "-e", f"set terminal {terminal}; set output '{out}'; plot sin(x), cos(x)")
        yield "plot", out


def graphviz(folder):
    for engine in ("dot", "neato"):
        out = folder / f"{engine}.pdf"
        run(tool(engine), "-Tpdf", "-o", out, stdin=b"digraph { a -> b -> c; a -> c }")
        yield engine, out


def wkhtmltopdf(folder):
    source = folder / "page.html"
    for name, page in {"plain": HTML % "", "two-pages": HTML % f'<p class="next">{JAPANESE}</p>'}.items():
        source.write_text(page, encoding="utf-8")
        out = folder / f"{name}.pdf"
        run("env", "QT_QPA_PLATFORM=offscreen", tool("wkhtmltopdf"), "-q", source, out, accept=(0, 1))
        yield name, out


def fop(folder):
    source = folder / "page.fo"
    source.write_text(
        '<fo:root xmlns:fo="http://www.w3.org/1999/XSL/Format"><fo:layout-master-set><fo:simple-page-master master-name="p" '
        'page-height="29.7cm" page-width="21cm"><fo:region-body margin="2cm"/></fo:simple-page-master></fo:layout-master-set>'
        f'<fo:page-sequence master-reference="p"><fo:flow flow-name="xsl-region-body"><fo:block>{TEXT}</fo:block></fo:flow>'
        "</fo:page-sequence></fo:root>"
    )
    for name, options in {"plain": (), "pdfa1b": ("-pdfprofile", "PDF/A-1b")}.items():
        out = folder / f"{name}.pdf"
        try:
            run(tool("fop"), "-q", *options, "-fo", source, "-pdf", out)
        except RuntimeError:
            continue
        yield name, out


def javascript(folder):
    """pdfkit, pdf-lib, jsPDF and pdfmake, where NODE_PATH leads to them."""
    node = tool("node")
    scripts = {
        "pdfkit": "const D=require('pdfkit');const d=new D({compress:%s});d.pipe(require('fs').createWriteStream(process.argv[1]));"
        f"d.text('{TEXT}');d.addPage().rect(72,72,90,90).stroke();d.end()",
        "pdf-lib": "const{PDFDocument:D}=require('pdf-lib');(async()=>{const d=await D.create();d.addPage().drawText('x',{x:50,y:500});"
        "d.addPage();require('fs').writeFileSync(process.argv[1],await d.save({useObjectStreams:%s}))})()",
        "jspdf": "const{jsPDF:D}=require('jspdf');const d=new D({compress:%s});d.text('x',10,10);d.addPage();d.circle(50,50,20);"
        "require('fs').writeFileSync(process.argv[1],Buffer.from(d.output('arraybuffer')))",
    }
    for name, script in scripts.items():
        for setting in ("true", "false"):
            out = folder / f"{name}-{setting}.pdf"
            try:
                run(node, "-e", script % setting, out)
            except RuntimeError as error:
                if "Cannot find module" in str(error):
                    raise Absent(name) from error
                raise
            yield out.stem, out


# Rewriters: each takes files that others made.


def qpdf(folder, sources):
    program = tool("qpdf")
    variants = {
        "objstm": ("--object-streams=generate",),
        "plain": ("--object-streams=disable",),
        "linearized": ("--linearize",),
        "linearized-objstm": ("--linearize", "--object-streams=generate"),
        "qdf": ("--qdf",),
        "newline": ("--newline-before-endstream", "--object-streams=disable"),
        "normalized": ("--normalize-content=y", "--coalesce-contents"),
        "recompressed": ("--recompress-flate", "--compression-level=9"),
        "v17": ("--force-version=1.7",),
        "uncompressed": ("--stream-data=uncompress", "--object-streams=generate"),
    }
    for source in sources:
        for name, options in variants.items():
            out = folder / f"{source.stem}-{name}.pdf"
            run(program, *options, source, out, accept=(0, 3))
            yield out.stem, out
        out = folder / f"{source.stem}-page1.pdf"
        run(program, source, "--pages", ".", "1", "--", out, accept=(0, 3))
        yield out.stem, out


def mutool(folder, sources):
    program = tool("mutool")
    for source in sources:
        for name, options in {"clean": (), "garbage": ("-gggg", "-z"), "sanitized": ("-s", "-z"), "expanded": ("-d",), "ascii": ("-a",), "linear": ("-l",)}.items():
            out = folder / f"{source.stem}-{name}.pdf"
            try:
                run(program, "clean", *options, source, out)
            except RuntimeError:
                continue
            yield out.stem, out


def pikepdf(folder, sources):
    pikepdf = module("pikepdf")
    modes = pikepdf.ObjectStreamMode
    for source in sources:
        for name, options in {"preserve": {}, "generate": {"object_stream_mode": modes.generate}, "linearize": {"linearize": True},
                              "static": {"static_id": True, "object_stream_mode": modes.disable}}.items():
            out = folder / f"{source.stem}-{name}.pdf"
            with pikepdf.open(source) as document:
                document.save(out, **options)
            yield out.stem, out


def pypdf(folder, sources):
    pypdf = module("pypdf")
    for source in sources:
        out = folder / f"{source.stem}-append.pdf"
        writer = pypdf.PdfWriter()
        writer.append(str(source))
        writer.write(str(out))
        yield out.stem, out
        out = folder / f"{source.stem}-clone.pdf"
        pypdf.PdfWriter(clone_from=str(source)).write(str(out))
        yield out.stem, out


def pdfrw(folder, sources):
    pdfrw = module("pdfrw")
    for source in sources:
        out = folder / f"{source.stem}.pdf"
        try:
            pdfrw.PdfWriter(str(out), trailer=pdfrw.PdfReader(str(source))).write()
        except Exception:
            continue
        yield out.stem, out


def pdftk(folder, sources):
    for source in sources[:3]:
        for name, options in {"cat": ("cat", "output"), "uncompressed": ("output", "uncompress")}.items():
            out = folder / f"{source.stem}-{name}.pdf"
            arguments = [*options[:-1], options[-1], out] if name == "cat" else ["output", out, "uncompress"]
            run(tool("pdftk"), source, *arguments)
            yield out.stem, out


def poppler(folder, sources):
    for source in sources:
        out = folder / f"{source.stem}-cairo.pdf"
        run(tool("pdftocairo"), "-pdf", source, out)
        yield out.stem, out
        out = folder / f"{source.stem}-unite.pdf"
        run(tool("pdfunite"), source, source, out)
        yield out.stem, out


def distilled(folder, sources):
    for source in sources:
        out = folder / f"{source.stem}.pdf"
        run(tool("gs"), "-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=pdfwrite", f"-sOutputFile={out}", source)
        yield out.stem, out


PRODUCERS = [fixtures, libreoffice, ghostscript, pdftex, latex, cairo, rsvg, chromium, imagemagick, graphicsmagick, img2pdf, pillow, reportlab, fpdf2,
             weasyprint, matplotlib, pymupdf, typst, borb, xhtml2pdf, rst2pdf, pdfium, groff, gnuplot, graphviz, wkhtmltopdf, fop,
             javascript]
REWRITERS = [qpdf, mutool, pikepdf, pypdf, pdfrw, pdftk, poppler, distilled]
# What the rewriters work on: one text, one form, one scan, and files with object streams.
SOURCES = ["fixtures-divorce", "fixtures-scan-ccitt", "fixtures-form-xref-stream", "cairo-text-1", "pdftex-v15-c9-o2", "libreoffice-writer"]


def main():
    arguments = [argument for argument in sys.argv[1:] if argument != "--sample"]
    sample = len(arguments) < len(sys.argv) - 1
    if len(arguments) != 1:
        sys.exit(__doc__)
    out = Path(arguments[0])
    out.mkdir(parents=True, exist_ok=True)
    made = []

    def collect(producer, *rest):
        name = producer.__name__
        with tempfile.TemporaryDirectory() as folder:
            count = 0
            try:
                for variant, path in producer(Path(folder), *rest):
                    target = out / f"{name}-{variant}.pdf"
                    shutil.copyfile(path, target)
                    made.append({"file": target.name, "producer": name})
                    count += 1
            except Absent as missing:
                print(f"SKIPPED: {name}: {missing} is not installed")
            except Exception as error:  # one producer's failure does not hide what the others make
                print(f"FAILED: {name}: {error}")
        print(f"{name}: {count}", flush=True)

    if sample:
        collect(ghostscript)
        made[:] = made[:3]
        collect(qpdf, [FIXTURES / "documents/restored-surname.pdf"])
        made[:] = made[:9]
        for path in out.glob("*.pdf"):
            if path.name not in {entry["file"] for entry in made}:
                path.unlink()
    else:
        for producer in PRODUCERS:
            collect(producer)
        sources = [out / f"{name}.pdf" for name in SOURCES if (out / f"{name}.pdf").is_file()]
        for rewriter in REWRITERS:
            collect(rewriter, sources)
    (out / "made.json").write_text(json.dumps(made, indent=1) + "\n")
    print(f"{len(made)} files in {out}")


if __name__ == "__main__":
    main()
