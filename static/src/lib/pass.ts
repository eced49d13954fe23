/** How a page shows the server who it is. */
import type { Profile } from "../core/model";
import type { Role } from "../core/protocol";

/** `back`: the seat of this token, or none. */
export interface Proof extends Partial<Profile> {
  token?: string;
  back?: boolean;
  host_key?: string;
}

/** What shows at the door who this page is: a worker's seat, or the host's key. */
export interface Pass {
  readonly role: Role;
  /** What to bring along when joining in this role. */
  proof(role: Role): Proof;
  /** The server's word for who this page is now. */
  keep(token: string | null): void;
  /** This page is nobody any more. */
  giveUp(): void;
  /** The host keeps out who joined with this page's proof. */
  stayOut(): void;
  /** Another page went on as this one. */
  release(): void;
}
