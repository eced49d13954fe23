/** A sentence for a moment: at the bottom of the page; in the header where that is wide, in place of phases or notes. */
export function Toast({ sentence }: { sentence: string | null }) {
  return <output class={sentence === null ? "toast toast-none" : "toast"}>{sentence}</output>;
}
