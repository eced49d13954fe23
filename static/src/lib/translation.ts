/**
 * A browser's own translation puts elements in the place of our text nodes. What is drawn later would change nodes that
 * nobody sees any more: numbers and names would stand still for the rest of the lesson, and old sentences would stay
 * beside new ones. So each of our nodes goes back, empty, before its translation, where the next drawing finds it; one
 * that is drawn again takes the translation's place, and may be translated again.
 */

/** Our text node -> its translation, the element behind it. */
const translations = new Map<Text, Element>();

export function followTranslation(): void {
  const observer = new MutationObserver((records) => {
    const changed = new Set<Node>();
    for (const record of records) {
      changed.add(record.target);
      noteTranslation(record);
    }
    for (const [node, by] of translations) putInPlace(node, by, changed.has(node));
    observer.takeRecords(); // our own changes
  });
  observer.observe(document.body, { childList: true, characterData: true, subtree: true });
}

/** A translator adds its element in the step in which it removes the text, or just before. */
function noteTranslation({ addedNodes, removedNodes, previousSibling, nextSibling }: MutationRecord): void {
  const [node] = removedNodes;
  const by = [addedNodes[0], previousSibling, nextSibling].find(isNew);
  if (!(node instanceof Text) || node.isConnected || !by) return;
  node.data = "";
  by.before(node);
  translations.set(node, by);
}

function isNew(node: Node | null | undefined): node is Element {
  return node?.nodeName === "FONT" && ![...translations.values()].includes(node as Element);
}

function putInPlace(node: Text, by: Element, is_drawn: boolean): void {
  const is_there = node.isConnected && by.isConnected;
  if (is_there && !is_drawn) {
    if (node.nextSibling !== by) node.after(by);
    return;
  }
  if (is_there) by.replaceWith(node);
  by.remove();
  translations.delete(node);
}
