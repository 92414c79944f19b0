// A list of any length: only the rows that can be seen are in the page, and only their messages are asked for.
import {h} from './dom.js';

const PAGE = 100;

/** Messages by their place in a folder, asked for a hundred at a time. */
export class PagedSource {
  constructor(load) {
    this.load = load;
    this.total = 0;
    this.pages = new Map();
    this.asked = new Set();
    this.generation = 0;
    this.onchange = () => {};
  }

  get(index) {
    const page = Math.floor(index / PAGE);
    const items = this.pages.get(page);
    if (!items) {
      this.ask(page);
    }
    return items?.[index % PAGE];
  }

  async ask(page) {
    if (this.asked.has(page)) {
      return;
    }
    this.asked.add(page);
    const generation = this.generation;
    try {
      const {total, items} = await this.load(page * PAGE, PAGE);
      if (generation === this.generation) {
        this.total = total;
        this.pages.set(page, items);
        this.onchange();
      }
    } catch (error) {
      this.asked.delete(page);
      throw error;
    }
  }

  /** Something has come or gone: all places have shifted. What is shown stays until the fresh answer is there. */
  async refresh(index) {
    const page = Math.floor(index / PAGE);
    const generation = ++this.generation;
    const {total, items} = await this.load(page * PAGE, PAGE);
    if (generation === this.generation) {
      const more = total - this.total;
      this.total = total;
      this.pages = new Map([[page, items]]);
      this.asked = new Set([page]);
      this.onchange(more);
    }
  }

  loaded() {
    return [...this.pages.values()].flat();
  }
}

/** What a search has found so far. */
export class FoundSource {
  constructor() {
    this.items = [];
    this.onchange = () => {};
  }

  get total() {
    return this.items.length;
  }

  get(index) {
    return this.items[index];
  }

  add(item) {
    this.items.push(item);
  }

  loaded() {
    return this.items;
  }
}

/** Rows of one height in a box that scrolls. */
export class WindowedList {
  /** @param row makes the cells of a row */
  constructor(label, height, row) {
    this.height = height;
    this.row = row;
    this.rows = new Map();
    this.current = -1;
    this.space = h('div', {class: 'space'});
    this.box = h('div', {class: 'list', 'aria-label': label, tabindex: '-1'}, this.space);
    this.box.addEventListener('scroll', () => this.draw(), {passive: true});
    new ResizeObserver(() => this.draw()).observe(this.box);
  }

  use(source) {
    this.source = source;
    this.current = -1;
    this.box.scrollTop = 0;
    source.onchange = more => {
      // What came on top must not push away what somebody reads below.
      if (more > 0 && this.box.scrollTop > this.height) {
        this.box.scrollTop += more * this.height;
      }
      if (more && this.current >= 0) {
        this.current = Math.max(0, this.current + more);
      }
      this.redraw();
    };
    this.redraw();
  }

  redraw() {
    const focused = document.activeElement?.closest?.('.row') && this.box.contains(document.activeElement);
    this.rows.forEach(row => row.remove());
    this.rows.clear();
    this.draw();
    if (focused) {
      this.focus();
    }
  }

  draw() {
    if (!this.source) {
      return;
    }
    const total = this.source.total;
    this.space.style.height = `${total * this.height}px`;
    if (total) {
      this.box.setAttribute('role', 'grid');
      this.box.setAttribute('aria-rowcount', total);
    } else {
      this.box.removeAttribute('role');
      this.box.removeAttribute('aria-rowcount');
    }
    const first = Math.max(0, Math.floor(this.box.scrollTop / this.height) - 5);
    const last = Math.min(total - 1, Math.ceil((this.box.scrollTop + this.box.clientHeight) / this.height) + 5);
    this.rows.forEach((row, index) => {
      if ((index < first || index > last) && index !== this.current) {
        row.remove();
        this.rows.delete(index);
      }
    });
    for (let index = first; index <= last; index++) {
      this.place(index);
    }
    if (this.current >= 0 && this.current < total) {
      this.place(this.current);
    }
  }

  place(index) {
    const known = this.rows.get(index);
    if (known && !known.pending) {
      return;
    }
    const item = this.source.get(index);
    if (known && !item) {
      return;
    }
    known?.remove();
    const row = h('div', {class: 'row', role: 'row', 'aria-rowindex': index + 1});
    row.style.top = `${index * this.height}px`;
    row.pending = !item;
    row.dataset.index = index;
    if (item) {
      row.append(...this.row(item, index, row));
    } else {
      row.append(h('span', {role: 'gridcell', class: 'waiting'}, '…'));
    }
    this.rows.set(index, row);
    // In their order, for those who move through them with a reader.
    const after = [...this.space.children].find(other => Number(other.dataset.index) > index);
    this.space.insertBefore(row, after || null);
  }

  /** Moves to a row, and has it seen. */
  move(index) {
    const total = this.source.total;
    if (!total) {
      return undefined;
    }
    this.current = Math.max(0, Math.min(total - 1, index));
    const top = this.current * this.height;
    if (top < this.box.scrollTop) {
      this.box.scrollTop = top;
    } else if (top + this.height > this.box.scrollTop + this.box.clientHeight) {
      this.box.scrollTop = top + this.height - this.box.clientHeight;
    }
    this.redraw();
    this.focus();
    return this.source.get(this.current);
  }

  focus() {
    this.rows.get(this.current)?.querySelector('a')?.focus({preventScroll: true});
  }

  visible() {
    return Math.floor(this.box.scrollTop / this.height);
  }
}
