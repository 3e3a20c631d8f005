'use strict';
// What lies on the telephone opens by the day's PIN alone: PBKDF2-HMAC-SHA-256, then AES-GCM. The key is never stored
// and cannot be taken out of the browser. Ten wrong PINs clear everything. Who copies the whole telephone can still
// try PINs elsewhere, so the list is short, and kept for hours only.
window.yk = window.yk || {};

yk.lock = (function () {
  const ROUNDS = 600000; // OWASP Password Storage Cheat Sheet, PBKDF2-HMAC-SHA256
  const TRIES = 10;
  const utf8 = new TextEncoder();
  let key = null;

  async function derive(pin, salt) {
    const raw = await crypto.subtle.importKey('raw', utf8.encode(pin.normalize('NFKC')), 'PBKDF2', false, ['deriveKey']);
    const how = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: ROUNDS };
    return crypto.subtle.deriveKey(how, raw, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  }

  // The place is bound in: what was sealed under one key of the store does not open under another.
  const how = (iv, place) => ({ name: 'AES-GCM', iv, additionalData: utf8.encode(place) });

  async function seal(place, value) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const closed = await crypto.subtle.encrypt(how(iv, place), key, utf8.encode(JSON.stringify(value)));
    return { iv, closed };
  }

  async function unseal(place, box, by) {
    const plain = await crypto.subtle.decrypt(how(box.iv, place), by || key, box.closed);
    return JSON.parse(new TextDecoder().decode(plain));
  }

  async function set(pin) {
    const salt = crypto.getRandomValues(new Uint8Array(16));
    key = await derive(pin, salt);
    await yk.store.put('meta', 'lock', { salt, wrong: 0, check: await seal('check', 'open') });
  }

  // Gives how many tries are left: -1 when it opened, 0 when everything was cleared. The try is counted before it is
  // made, so that switching the telephone off does not save one.
  async function unlock(pin) {
    const lock = await yk.store.get('meta', 'lock');
    lock.wrong += 1;
    await yk.store.put('meta', 'lock', lock);
    const found = await derive(pin, lock.salt);
    try {
      await unseal('check', lock.check, found);
    } catch (wrong) {
      if (lock.wrong < TRIES) return TRIES - lock.wrong;
      await yk.store.wipe();
      return 0;
    }
    key = found;
    await yk.store.put('meta', 'lock', Object.assign(lock, { wrong: 0 }));
    return -1;
  }

  const isSet = async () => Boolean(await yk.store.get('meta', 'lock'));
  const isOpen = () => key !== null;
  const able = () => Boolean(window.crypto && crypto.subtle && window.indexedDB);

  return { set, unlock, seal, unseal, isSet, isOpen, able };
})();
