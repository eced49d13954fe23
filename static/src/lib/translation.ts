/**
 * A browser's own translation puts elements in the place of our text nodes. What is drawn later would change nodes that
 * nobody sees any more: numbers and names would stand still for the rest of the lesson.
 */

/** Our text node -> what stands in its place, and the text that was translated. */
const replaced = new Map<Text, { by: Element; text: string }>();

export function followTranslation(): void {
  new MutationObserver((records) => {
    for (const { addedNodes, removedNodes, previousSibling, nextSibling } of records) {
      const [node] = removedNodes;
      const by = [addedNodes[0], previousSibling, nextSibling].find((next) => next?.nodeName === "FONT");
      if (node instanceof Text && by) replaced.set(node, { by: by as Element, text: node.data });
    }
  }).observe(document.body, { childList: true, subtree: true });
}

/** After each drawing: a text that has changed takes its place again, and may be translated anew. */
export function showChangedTexts(): void {
  for (const [node, { by, text }] of replaced) {
    if (node.data === text && by.isConnected) continue;
    if (by.isConnected) by.replaceWith(node);
    replaced.delete(node);
  }
}
