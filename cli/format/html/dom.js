// Making elements. Text from the report goes through `text` or a child string, so it is text and
// never markup: nothing in these scripts parses HTML.

const byId = (id) => document.getElementById(id);

function fillIn(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === 'text') element.textContent = value;
    else if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat().filter((child) => child !== undefined && child !== null));
  return element;
}

/** An HTML element; a child is a node, a string, a list of them, or nothing. */
function make(tag, attributes = {}, ...children) {
  return fillIn(document.createElement(tag), attributes, children);
}

/** The same in SVG. */
function draw(tag, attributes = {}, ...children) {
  return fillIn(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children);
}

/** "1 finding", "2,000 findings". */
function counted(number, one, many) {
  return `${number.toLocaleString('en')} ${number === 1 ? one : many}`;
}

/** What is kept in the browser, where it may be. */
const memory = {
  get(key) {
    try {
      return localStorage.getItem(`lanyard-${key}`);
    } catch {
      return null;
    }
  },
  set(key, value) {
    try {
      localStorage.setItem(`lanyard-${key}`, value);
    } catch {
      // The choice then lasts as long as the page.
    }
  },
};

/** Tells who cannot see what changed. */
function say(text) {
  byId('said').textContent = text;
}
