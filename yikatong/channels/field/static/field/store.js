'use strict';
// The telephone's own store: "meta" (salt, tries, times: nothing personal), "list" and "queue" (sealed by lock.js).
window.yk = window.yk || {};

yk.store = (function () {
  const NAME = 'yk-field';
  let opened;

  function open() {
    opened = opened || new Promise((resolve, reject) => {
      const asked = indexedDB.open(NAME, 1);
      asked.onupgradeneeded = () => ['meta', 'list', 'queue'].forEach((room) => asked.result.createObjectStore(room));
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
    return opened;
  }

  async function within(room, mode, work) {
    const deal = (await open()).transaction(room, mode);
    return new Promise((resolve, reject) => {
      const asked = work(deal.objectStore(room));
      deal.oncomplete = () => resolve(asked.result);
      deal.onerror = deal.onabort = () => reject(deal.error);
    });
  }

  const get = (room, key) => within(room, 'readonly', (rows) => rows.get(key));
  const put = (room, key, value) => within(room, 'readwrite', (rows) => rows.put(value, key));
  const remove = (room, key) => within(room, 'readwrite', (rows) => rows.delete(key));

  async function all(room) {
    const keys = await within(room, 'readonly', (rows) => rows.getAllKeys());
    const values = await within(room, 'readonly', (rows) => rows.getAll());
    return keys.map((key, n) => ({ key, value: values[n] }));
  }

  async function wipe() {
    for (const room of ['meta', 'list', 'queue']) await within(room, 'readwrite', (rows) => rows.clear());
  }

  return { get, put, remove, all, wipe };
})();
