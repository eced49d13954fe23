/** Numbers in sentences. Pure. */
import * as m from "messages";

/** Above, no language spells them. */
const MOST_SPELLED = 12;

/** "two"; from thirteen on digits. */
export function spelled(n: number): string {
  return n <= MOST_SPELLED ? m.spelled({ n }) : thousands(n);
}

/** "44,849". */
export function thousands(n: number): string {
  return THOUSANDS.format(n);
}

const THOUSANDS = /* @__PURE__ */ new Intl.NumberFormat(m.LANGUAGE);
