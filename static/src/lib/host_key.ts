/**
 * The host's key: it arrives once in the fragment of the address, which no browser sends to a server, and is then kept
 * by the browser, for this room, and gone from the address bar. It stays there where the browser forbids storage.
 */
import type { Role } from "../core/protocol";
import { HOST, hostKeyOf } from "./held";
import type { Pass } from "./pass";
import { save } from "./storage";

/** 128 random bits in the URL's own alphabet (RFC 4648, base64url); a longer one does no harm. */
const KEY_SHAPE = /^#([\w-]{16,64})$/;

export class HostKey implements Pass {
  readonly role = "host";
  /** Null: this browser is not the host of this room. */
  readonly key: string | null;

  constructor(code: string) {
    const arrived = KEY_SHAPE.exec(location.hash)?.[1] ?? null;
    const is_kept = arrived === null || save("localStorage", HOST + code, arrived);
    this.key = arrived ?? hostKeyOf(code);
    if (location.hash !== "" && is_kept) history.replaceState(null, "", location.pathname);
  }

  proof(role: Role): { host_key?: string } {
    return role === "host" && this.key !== null ? { host_key: this.key } : {};
  }

  /** A host has no seat. */
  keep(): void {}
  giveUp(): void {}
  stayOut(): void {}

  /** Two pages of one host both work. */
  release(): void {}

  /** Opened in another browser, or at another address of this computer, this makes it the host too. */
  link(join_url: string): string {
    return `${join_url}/host#${this.key ?? ""}`;
  }
}
