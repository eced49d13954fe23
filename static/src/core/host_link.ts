/** The link that brings the host along, "…/KTRVPD/host#<key>", also as it arrives where people have passed it on. Pure. */

/** As many as the server makes of 128 bits, in the URL's own alphabet (RFC 4648, base64url). */
const KEY_LETTERS = 22;
const KEY = new RegExp(`^#([\\w-]{${KEY_LETTERS}})`);
/** Between the page and the key may stand a slash, a blank, and what the page is asked for. */
const LINK = new RegExp(`/host(?:[\\s/]|%20)*(?:(\\?[^#\\s]{0,200})\\s*)?(#[\\w-]{${KEY_LETTERS}})`, "i");

/** The key in an address's fragment, whatever a sentence has left behind it; null without one, or when it was cut short. */
export function keyIn(fragment: string): string | null {
  return KEY.exec(fragment)?.[1] ?? null;
}

/** The path of the room whose code was found in `typed`: of its host's page, with the key, where that was her link. */
export function roomPath(code: string, typed: string): string {
  const [, asked = "", key] = LINK.exec(typed.replace(/\p{Cf}/gu, "")) ?? [];
  if (key === undefined) return `/${code}`;
  return `/${code}/host${/\balone\b/.test(asked) ? "?alone" : ""}${key}`;
}
