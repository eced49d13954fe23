/** Where others join, as people read and type it. Pure. */

/** "bus.example" or "192.168.1.7:8000": what stands between the scheme and the room's code. */
export function place(join_url: string): string {
  return join_url.replace(/^https?:\/\//, "").replace(/\/.*$/, "");
}

/** True of an address by which a computer means itself (RFC 1122, RFC 6761): phones that open it find nobody. */
export function isOwnAddress(join_url: string): boolean {
  const host = place(join_url).replace(/:\d+$/, "");
  return /^(localhost|127(\.\d+){3}|0\.0\.0\.0|\[::1?\])$|\.localhost$/.test(host);
}
