// What can be done with messages: marked, moved to the trash, put back, removed for good.
import T from './texts.js';
import {notice, failed, confirmed} from './dom.js';
import {api, query} from './api.js';
import {go} from './main.js';

export class Actions {
  constructor(view) {
    this.view = view;
    this.undoable = [];
  }

  /** A conversation goes as a whole. */
  each(items) {
    return [...new Map(items.flatMap(item => item.thread || [item]).map(item => [item.id, item])).values()];
  }

  async mark(items, flags) {
    const {view} = this;
    try {
      for (const item of this.each(items)) {
        await api(view.path(`messages/${item.id}${query({folder: view.folder})}`), {method: 'PATCH', json: flags});
        Object.assign(item, flags);
      }
    } catch (error) {
      failed(error);
    }
    view.list.redraw();
    view.drawFolders();
  }

  async remove(items) {
    const {view} = this;
    const all = this.each(items);
    if (!all.length) {
      return;
    }
    if (view.folder === 'Trash' && !await confirmed(T.mail.removeForever(all.length))) {
      return;
    }
    const from = view.folder;
    const gone = [];
    try {
      for (const item of all) {
        await (from === 'Trash'
          ? api(view.path(`messages/${item.id}${query({folder: from})}`), {method: 'DELETE'})
          : api(view.path(`messages/${item.id}/move${query({folder: from})}`), {method: 'POST', json: {to: 'Trash'}}));
        gone.push(item.id);
      }
    } catch (error) {
      failed(error);
    }
    this.after(gone);
    if (from === 'Trash') {
      notice(T.mail.removedForever(gone.length));
    } else if (gone.length) {
      const undo = () => this.undo(gone, from);
      this.undoable.push(undo);
      notice(T.mail.removed(gone.length), {label: T.undo, run: undo});
    }
  }

  async undo(ids, folder) {
    const {view} = this;
    this.undoable = [];
    try {
      for (const id of ids) {
        await api(view.path(`messages/${id}/move${query({folder: 'Trash'})}`), {method: 'POST', json: {to: folder}});
      }
      notice(T.mail.restored);
    } catch (error) {
      failed(error);
    }
    view.refresh();
  }

  async restore(items) {
    await this.undo(this.each(items).map(item => item.id), 'INBOX');
    this.after([]);
  }

  async emptyTrash() {
    const {view} = this;
    if (await confirmed(T.mail.emptyTrashSure(view.source.total))) {
      try {
        while (view.source.total) {
          const page = await api(view.path(`messages${query({folder: 'Trash', limit: 200})}`));
          for (const item of page.messages) {
            await api(view.path(`messages/${item.id}${query({folder: 'Trash'})}`), {method: 'DELETE'});
          }
          await view.source.refresh(0);
        }
      } catch (error) {
        failed(error);
      }
      this.after([]);
    }
  }

  /** Some are not here any more; the next one takes the place of the one that was open. */
  after(gone) {
    const {view} = this;
    view.selected.clear();
    view.drawBar();
    if (view.inSearch) {
      view.source.items = view.source.items.filter(item => !gone.includes(item.id));
      view.source.onchange();
    }
    if (gone.includes(view.opened)) {
      go(view.link());
    }
    view.refresh();
  }
}
