/** A static tree: "here" goes up, "go" comes down. Mellor-Crummey and Scott, algorithm 11, with two children each. */
import { type Action, type Algorithm, listen, tell } from "./model";

export const TREE: Algorithm = {
  script: (n, me) => {
    const children = childrenOf(n, me);
    const parent = parentOf(me);
    const up: Action[] = me === 0 ? [] : [tell(parent, "here"), listen(parent, "go")];
    return [...children.map((child) => listen(child, "here")), ...up, ...children.map((child) => tell(child, "go"))];
  },
  signals: (n) => 2 * (n - 1),
  /** One level up is one step, one level down two: a parent tells one child after the other. */
  most_steps: (n) => 3 * depth(n),
};

export function parentOf(me: number): number {
  return (me - 1) >> 1;
}

/** ⌊log2 n⌋: how many levels stand below the root. */
export function depth(n: number): number {
  return 31 - Math.clz32(n);
}

function childrenOf(n: number, me: number): number[] {
  return [2 * me + 1, 2 * me + 2].filter((child) => child < n);
}
