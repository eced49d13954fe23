import { useState } from "preact/hooks";
import type { Drafts } from "../../core/model";

/** State that another component of the page goes on with, when the layout changes. */
export function useDraft<T extends string>(drafts: Drafts, field: string, begin: T): [T, (value: T) => void] {
  const [value, setValue] = useState((drafts[field] as T | undefined) ?? begin);
  const set = (next: T) => {
    drafts[field] = next;
    setValue(next);
  };
  return [value, set];
}
