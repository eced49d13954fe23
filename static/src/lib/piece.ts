/** A part of a page, script and style, that is loaded when it is needed: most visits never need it. */
import { at } from "./base";

export class Piece<Page> {
  /** Null until its script has come. */
  page: Page | null = null;
  is_loading = false;

  constructor(
    private readonly script: string,
    private readonly style: string | null,
    private readonly onLoad: () => void,
  ) {}

  /** Where it cannot be loaded the page does without, and the next call tries again. */
  async load(): Promise<void> {
    if (this.page || this.is_loading) return;
    this.is_loading = true;
    try {
      const [page] = await Promise.all([import(at(this.script)), this.style && loadStyle(at(this.style))]);
      this.page = page as Page;
      this.onLoad();
    } catch {
      // no signal
    }
    this.is_loading = false;
  }
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
