'use strict';
// The queue: each record is sealed on the telephone first, then sent, one by one, under its own case number. The
// counter answers the same number again with the same answer, so that a lost reply does no harm.
window.yk = window.yk || {};

yk.send = (function () {
  let token = '', busy = false;

  async function ask(path, body) {
    const headers = { 'Content-Type': 'application/json', 'X-CSRFToken': token };
    const how = body ? { method: 'POST', headers, body: JSON.stringify(body) } : {};
    const reply = await fetch(path, Object.assign({ redirect: 'manual', credentials: 'same-origin' }, how));
    if (reply.type === 'opaqueredirect' || reply.status === 403) return { result: 'signed_out', words: [] };
    if (reply.status >= 500) throw new Error('unreachable');
    return reply.json();
  }

  // Today's list and a fresh token; null where the sign-in has ended. Errors: when there is no signal.
  async function fetchDay() {
    const told = await ask('/field/day.json');
    if (!told.tasks) return null;
    token = told.csrf;
    return told;
  }

  async function save(record) {
    const held = { at: Date.now(), state: 'waiting' };
    held.box = await yk.lock.seal(record.case_number, record);
    await yk.store.put('queue', record.case_number, held);
  }

  async function waiting() {
    return (await yk.store.all('queue')).sort((one, two) => one.value.at - two.value.at);
  }

  const opened = (row) => yk.lock.unseal(row.key, row.value.box);

  async function settle(record, told) {
    if (told.result === 'granted') return yk.store.remove('queue', record.case_number);
    const held = await yk.store.get('queue', record.case_number);
    if (held) await yk.store.put('queue', record.case_number, Object.assign(held, { state: told.result }));
  }

  // Sends what waits; ``each(record, told)`` hears every answer. Stops at the first sign of no signal or no sign-in.
  async function all(each) {
    if (busy) return '';
    busy = true;
    try {
      if (!token && !(await fetchDay())) return 'signed_out';
      for (const row of await waiting()) {
        if (row.value.state !== 'waiting') continue;
        const record = await opened(row);
        const told = await ask('/field/records/', record);
        if (told.result === 'signed_out') return 'signed_out';
        await settle(record, told);
        each(record, told);
      }
      return '';
    } catch (unreachable) {
      return 'unreachable';
    } finally {
      busy = false;
    }
  }

  async function again(record, version) {
    const held = await yk.store.get('queue', record.case_number);
    const changed = Object.assign({}, record, { version });
    const box = await yk.lock.seal(record.case_number, changed);
    await yk.store.put('queue', record.case_number, Object.assign(held, { box, state: 'waiting' }));
  }

  async function drop(record, reason) {
    const told = await ask('/field/dropped/', { visit: record.visit, reason });
    if (told.result === 'dropped') await yk.store.remove('queue', record.case_number);
    return told;
  }

  return { fetchDay, save, waiting, opened, all, again, drop };
})();
