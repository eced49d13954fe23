/**
 * The host's key: it arrives once in the fragment of the address, which no browser sends to a server. Once the server has
 * taken it, the browser keeps it for this room, and it is gone from the address bar. It stays there where the browser
 * forbids storage. A link that was cut short takes nobody's key away.
 */
import { keyIn } from "../core/host_link";
import type { Role } from "../core/protocol";
import { HOST, hostKeyOf } from "./held";
import type { Pass } from "./pass";
import { save } from "./storage";

export class HostKey implements Pass {
  readonly role = "host";
  /** Null: this browser is not the host of this room. */
  key: string | null;

  constructor(private readonly code: string) {
    this.key = keyIn(location.hash) ?? hostKeyOf(code);
  }

  /** The server has taken it. */
  remember(): void {
    const is_kept = this.key === hostKeyOf(this.code) || save("localStorage", HOST + this.code, this.key);
    if (location.hash !== "" && is_kept) history.replaceState(null, "", location.pathname + location.search);
  }

  /** The server has refused the one that arrived: true where this browser holds another. */
  tryKept(): boolean {
    const kept = hostKeyOf(this.code);
    if (kept === null || kept === this.key) return false;
    this.key = kept;
    return true;
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
