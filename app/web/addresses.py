"""Under which address others reach this computer: what join links, QR codes and the terminal show."""

import ipaddress
import socket
import struct
import sys
from collections.abc import Mapping
from urllib.parse import urlsplit

PROBE_ADDRESS = ("192.0.2.1", 9)
"""An address reserved for documentation (RFC 5737): asking for the way there sends nothing, and names our own side."""
GET_ADDRESS = 0xC0206921 if sys.platform == "darwin" else 0x8915
"""SIOCGIFADDR, the question for an interface's IPv4 address (netdevice(7))."""
VIRTUAL = ("docker", "br-", "veth", "virbr", "vmnet", "vboxnet", "tun", "tap", "utun", "wg", "ppp", "zt", "tailscale")
"""Beginnings of the names of interfaces behind which no phone of the class is: containers, virtual machines, VPNs."""


def base_url(public_url: str | None, listening_on: str, asked_for: str) -> str:
    """Where others reach this server, without a slash at the end: PUBLIC_URL, or the address under which the page was
    asked for. A path that only the request names is that of PUBLIC_URL, too. A laptop that listens on all interfaces
    and was asked for as itself, or by a name that phones may not know, names its address in the local network, if it is
    in one."""
    url = urlsplit(asked_for)
    if public_url:
        return public_url if urlsplit(public_url).path else public_url + url.path.rstrip("/")
    host = url.hostname or ""
    is_vague = listening_on in ("0.0.0.0", "::") and (means_itself(host) or is_name_of_computer(host))
    addresses = lan_addresses() if is_vague else []
    if not addresses:
        return asked_for.rstrip("/")
    port = f":{url.port}" if url.port else ""
    return f"{url.scheme}://{addresses[0]}{port}{url.path}".rstrip("/")


def means_itself(host: str) -> bool:
    """Is this a name or an address by which a computer means itself (RFC 1122, RFC 6761)?"""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def is_name_of_computer(host: str) -> bool:
    """Is this a computer's own name, which not every phone can find: bare, or from multicast DNS (RFC 6762)?"""
    return host.endswith(".local") or not set(host) & set(".:")


def is_this_computer(address: str) -> bool:
    """Does somebody at this address sit at the computer on which the server runs?"""
    return means_itself(address) or address in interface_addresses().values()


def own_url(asked_for: str, asker: str) -> str | None:
    """Where a computer that serves this page to itself finds it in any network, without a slash at the end. None where
    it was asked for so, by another computer, or under a name that leads to a proxy."""
    url = urlsplit(asked_for)
    host = url.hostname or ""
    is_of_network = host in interface_addresses().values() or is_name_of_computer(host)
    if url.scheme != "http" or means_itself(host) or not is_of_network or not is_this_computer(asker):
        return None
    port = f":{url.port}" if url.port else ""
    return f"http://127.0.0.1{port}{url.path}".rstrip("/")


def lan_addresses() -> list[str]:
    """This computer's IPv4 addresses in networks in which phones can be, the likeliest first; empty without any."""
    return ranked(interface_addresses(), default_address())


def ranked(by_interface: Mapping[str, str], default: str | None) -> list[str]:
    """Real interfaces before virtual ones, and among equals the one with the way to the internet first: a laptop may
    hang on a cable, a Wi-Fi and a VPN at once, and one that is its own hotspot has no way to the internet at all."""
    usable = {
        name: address
        for name, address in by_interface.items()
        if not ipaddress.ip_address(address).is_loopback and not ipaddress.ip_address(address).is_link_local
    }

    def rank(name: str) -> tuple[bool, bool]:
        return name.startswith(VIRTUAL), usable[name] != default

    return list(dict.fromkeys(usable[name] for name in sorted(usable, key=rank)))


def interface_addresses() -> dict[str, str]:
    """The IPv4 address of each network interface that has one. Windows tells the addresses without the names."""
    if sys.platform == "win32":
        return {address: address for address in socket.gethostbyname_ex(socket.gethostname())[2]}
    import fcntl

    found = {}
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        for _, name in socket.if_nameindex():
            try:
                answer = fcntl.ioctl(asking.fileno(), GET_ADDRESS, struct.pack("256s", name.encode()))
            except OSError:
                continue
            found[name] = socket.inet_ntoa(answer[20:24])
    return found


def default_address() -> str | None:
    """The address from which this computer goes to the internet; None without a way there."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(PROBE_ADDRESS)
        except OSError:
            return None
        return str(probe.getsockname()[0])
