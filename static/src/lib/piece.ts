/** A part of a page, script and style, that is loaded when it is needed: most visits never need it. */
import { at } from "./base";
import { reloadOnce } from "./reload";

/** From a failure to the next try. */
const AGAIN_MS = 3000;
/** What has not come by then will not: its connection hangs, and nothing fails. */
const LATE_MS = 20_000;

export class Piece<Page> {
  /** Null until its script has come. */
  page: Page | null = null;
  is_loading = false;
  private n_failures = 0;

  constructor(
    private readonly script: string,
    private readonly style: string | null,
    private readonly onLoad: () => void,
  ) {}

  /** Under way for the first time: worth waiting for. */
  get is_expected(): boolean {
    return this.is_loading && this.n_failures === 0;
  }

  /**
   * Where it cannot be loaded the page does without, and tries again soon: under another address, for a browser may not
   * ask twice for a script. Where the server has another one since an update, the page loads itself again.
   */
  async load(): Promise<void> {
    if (this.page || this.is_loading) return;
    this.is_loading = true;
    try {
      const again = this.n_failures > 0 ? `?${this.n_failures}` : "";
      const parts = Promise.all([import(at(this.script) + again), this.style && loadStyle(at(this.style))]);
      const late = new Promise<never>((_, reject) => setTimeout(reject, LATE_MS));
      this.page = (await Promise.race([parts, late]))[0] as Page;
      this.onLoad();
    } catch {
      this.n_failures++;
      if (await isMissing(at(this.script))) reloadOnce(this.script);
      setTimeout(() => void this.load(), AGAIN_MS);
    }
    this.is_loading = false;
  }
}

/** Does the server say so? Without a signal nobody knows. */
async function isMissing(address: string): Promise<boolean> {
  const answer = await fetch(address, { method: "HEAD" }).catch(() => null);
  return answer?.status === 404;
}

function loadStyle(href: string): Promise<unknown> {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = href;
  const loaded = new Promise((resolve, reject) => {
    link.onload = resolve;
    link.onerror = reject;
  });
  document.head.append(link);
  return loaded;
}
