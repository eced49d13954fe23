"""What `make class` prints in the terminal: the address of this computer and its QR code."""

import io

import segno

from app.web.addresses import lan_addresses

WHITE_ON_BLACK, PLAIN = "\033[97;40m", "\033[0m"
"""A terminal with a light background would turn the code inside out."""


def for_the_class(port: int) -> str:
    """What `make class` prints: the address to open, its QR code, and what to do where phones do not get there."""
    urls = [f"http://{address}:{port}" for address in lan_addresses()]
    if not urls:
        return (
            "This computer is not on a network. Join the class Wi-Fi, or open a hotspot, and start again.\n"
            f"Until then, only this computer can open http://127.0.0.1:{port}"
        )
    others = "".join(f"\n  or {url}" for url in urls[1:])
    return (
        f"\nOpen this address here and on every phone in the same network:\n\n  {urls[0]}{others}\n\n"
        f"{terminal_qr(urls[0])}\n"
        "Nothing opens on the phones? Allow Python through this computer's firewall. Some school networks keep\n"
        "devices apart: then open a hotspot on a phone, connect this computer and the class to it, and start again.\n"
    )


def terminal_qr(url: str) -> str:
    """The QR code in half blocks, black on white in every terminal."""
    out = io.StringIO()
    segno.make_qr(url).terminal(out, compact=True, border=4)
    return "\n".join(f"  {WHITE_ON_BLACK}{line}{PLAIN}" for line in out.getvalue().splitlines())
