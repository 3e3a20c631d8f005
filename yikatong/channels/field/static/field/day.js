'use strict';
// The day's page: PIN, list, one visit, what waits to be sent, and the answers.
window.yk = window.yk || {};

(function () {
  const box = document.getElementById('store'), words = document.getElementById('words').dataset;
  const state = document.getElementById('state'), results = document.getElementById('results');
  const pinForm = document.getElementById('pin-form'), list = document.getElementById('list');
  const visit = document.getElementById('visit'), unsent = document.getElementById('unsent');
  const leave = document.getElementById('leave'), kept = document.getElementById('kept');
  const HOUR = 3600000;
  let tasks = [], current = null;

  // 11-22 09:40, in China's time whatever the telephone is set to.
  const clock = (at) => yk.form.chinaTime(at).slice(5).replace('T', ' ');
  const say = (sentence) => { state.textContent = sentence; state.hidden = !sentence; };
  const foreign = !document.documentElement.lang.startsWith('zh');

  // Names, addresses and whatever has no English stay Chinese, and are marked so for whoever reads them aloud.
  function write(part, text) {
    part.textContent = text || '';
    if (foreign && /[\u4e00-\u9fff]/.test(part.textContent)) part.lang = 'zh-Hans';
    return part;
  }

  const make = (tag, text, name) => Object.assign(write(document.createElement(tag), text), { className: name || '' });

  async function drawUnsent() {
    const rows = await yk.send.waiting();
    unsent.hidden = !rows.length;
    kept.hidden = !yk.lock.isOpen();
    document.getElementById('send-all').hidden = !rows.length;
    if (rows.length) {
      const told = unsent.dataset.words.replace('#N#', String(rows.length)).replace('#T#', clock(rows[0].value.at));
      unsent.querySelector('span').textContent = told;
    }
    return rows;
  }

  // What is too old is cleared before anything is shown, whether or not the PIN is known.
  async function expire() {
    const meta = await yk.store.get('meta', 'times');
    if (!meta) return;
    const old = (await yk.send.waiting()).filter((row) => Date.now() - row.value.at > meta.queue_hours * HOUR);
    for (const row of old) await yk.store.remove('queue', row.key);
    if (old.length) say(words.queueExpired.replace('#N#', String(old.length)));
    if (Date.now() - meta.taken_at < meta.kept_hours * HOUR) return;
    await yk.store.remove('list', 'day');
    if (!(await yk.send.waiting()).length) await yk.store.wipe();
    if (!old.length) say(words.expired);
  }

  async function askPin() {
    const setting = !(await yk.lock.isSet());
    pinForm.hidden = setting && box.dataset.shell === '1';
    pinForm.querySelector('h2').textContent = pinForm.querySelector('button').textContent =
      setting ? pinForm.dataset.set : pinForm.dataset.unlock;
    pinForm.querySelectorAll('[data-for]').forEach((part) => { part.hidden = (part.dataset.for === 'set') !== setting; });
    pinForm.classList.toggle('brief', setting);
  }

  function pinFault(name, left) {
    const fault = document.getElementById('pin-fault');
    fault.textContent = name ? fault.dataset[name].replace('#N#', String(left)) : '';
  }

  async function pinTyped(event) {
    event.preventDefault();
    const pin = pinForm.querySelector('#pin'), second = pinForm.querySelector('#pin2');
    const typed = pin.value, again = second.value, setting = !(await yk.lock.isSet());
    if (pinForm.classList.contains('brief')) {
      pinForm.classList.remove('brief');
      return pin.focus();
    }
    if (setting && typed.length < 6) return pinFault('short');
    if (setting && typed !== again) return pinFault('differ');
    pin.value = second.value = '';
    if (setting) await yk.lock.set(typed);
    else {
      const left = await yk.lock.unlock(typed);
      pinFault(left > 0 ? 'wrong' : left === 0 ? 'wiped' : '', left);
      if (left >= 0) return left === 0 ? askPin().then(drawUnsent) : undefined;
    }
    pinFault('');
    pinForm.hidden = true;
    await ready();
  }

  async function ready() {
    tasks = (await openedList()) || [];
    await takeAlong();
    await drawWaiting();
    drawList();
    await sendAll();
  }

  async function openedList() {
    const held = await yk.store.get('list', 'day');
    return held ? yk.lock.unseal('day', held) : null;
  }

  async function takeAlong() {
    try {
      const told = await yk.send.fetchDay();
      if (!told) return say(words.signedOut);
      tasks = told.tasks;
      await yk.store.put('list', 'day', await yk.lock.seal('day', tasks));
      const times = { taken_at: Date.now(), kept_hours: told.kept_hours, queue_hours: told.queue_hours };
      await yk.store.put('meta', 'times', times);
      say(words.ready.replace('#T#', clock(times.taken_at + told.kept_hours * HOUR)));
    } catch (unreachable) {
      say(words.offline);
    }
  }

  function drawList() {
    const waiting = new Set([...results.children].map((one) => one.dataset.visit));
    const rows = make('ul', '', 'rows tasks'), template = document.getElementById('row');
    tasks.forEach((task) => {
      const row = template.content.cloneNode(true), link = row.querySelector('a');
      link.href = '#' + task.visit;
      write(row.querySelector('b'), task.name);
      write(row.querySelector('small'), task.address);
      row.querySelector('.pill').textContent = waiting.has(task.visit) ? words.waiting
        : task.late ? words.late.replace('#D#', task.late) : task.half;
      row.querySelector('.pill').classList.toggle('warn', Boolean(task.late) || waiting.has(task.visit));
      row.querySelector('.end small').textContent = task.matter;
      rows.appendChild(row);
    });
    list.replaceChildren(tasks.length ? rows : make('p', words.empty, 'empty'));
  }

  // Only the anchor names the visit: an opaque number, never a person.
  function route() {
    const task = tasks.find((one) => '#' + one.visit === location.hash);
    visit.hidden = !task;
    list.hidden = box.hidden = results.hidden = leave.hidden = Boolean(task);
    document.querySelectorAll('h1, #days').forEach((part) => { part.hidden = Boolean(task); });
    if (!task || current === task) return;
    current = task;
    write(visit.querySelector('h2'), task.name);
    visit.querySelectorAll('[data-field]').forEach((part) => write(part, task[part.dataset.field]));
    visit.querySelector('#call').href = 'tel:' + task.contact;
    visit.querySelector('#call span').textContent = task.contact;
    visit.querySelector('#online').href = '/field/visits/' + task.visit + '/';
    yk.form.fresh();
    visit.querySelector('h2').focus();
    window.scrollTo(0, 0);
  }

  async function submitted(event) {
    event.preventDefault();
    if (yk.form.lacking() || !current) return;
    const number = [...crypto.getRandomValues(new Uint8Array(16))].map((n) => n.toString(16).padStart(2, '0')).join('');
    const record = { case_number: number, visit: current.visit, name: current.name, version: current.version };
    record.answers = await yk.form.answers();
    await yk.send.save(record);
    result(record, { result: 'saved', words: [words.saved] });
    current = null;
    location.hash = '';
    await drawUnsent();
    await sendAll();
  }

  const TITLES = { granted: 'sent', refused: 'refused', conflict: 'conflict', fault: 'fault', saved: 'waiting' };
  const TONES = { granted: 'ok', saved: '', refused: 'warn', fault: 'warn', conflict: 'warn' };

  function result(record, told) {
    const old = document.getElementById('r-' + record.case_number);
    const shown = make('section', '', 'notice ' + TONES[told.result]);
    shown.id = 'r-' + record.case_number;
    if (told.result !== 'granted') shown.dataset.visit = record.visit;
    shown.append(make('h2', record.name + '：' + words[TITLES[told.result]]));
    if (told.reference) shown.append(make('p', words.reference + ' ' + told.reference));
    (told.words || []).forEach((sentence) => shown.append(make('p', sentence)));
    if (told.result === 'conflict') shown.append(...sides(record, told));
    if (['refused', 'fault', 'conflict'].includes(told.result)) shown.append(dropping(record, shown));
    if (told.result === 'granted') tasks = tasks.filter((task) => task.visit !== record.visit);
    if (old) old.replaceWith(shown); else results.prepend(shown);
    drawList();
  }

  function sides(record, told) {
    const mine = make('div'), theirs = make('div'), both = make('div', '', 'sides'), keep = make('button', words.keep);
    const chosen = yk.form.form.querySelector('[name=outcome][value="' + record.answers.outcome + '"]');
    mine.append(make('h3', words.mine), make('p', chosen ? chosen.parentNode.textContent.trim() : ''),
      make('p', record.answers.visited_at.replace('T', ' ')), make('p', record.answers.note));
    theirs.append(make('h3', words.theirs));
    told.since.forEach((act) => theirs.append(make('b', act.name), make('p', act.words), make('small', act.at)));
    if (!told.since.length) theirs.append(make('p', words.none));
    both.append(theirs, mine);
    keep.addEventListener('click', () => yk.send.again(record, told.version).then(sendAll));
    return [both, keep];
  }

  function dropping(record, shown) {
    const part = make('form', '', 'actions'), button = make('button', words.drop, 'second');
    const label = make('label', words.why), reasons = document.getElementById('drop').content.cloneNode(true);
    label.append(reasons);
    part.append(label, button);
    part.addEventListener('submit', async (event) => {
      event.preventDefault();
      try {
        const told = await yk.send.drop(record, part.querySelector('select').value);
        if (told.result !== 'dropped') return say(told.result === 'signed_out' ? words.signedOut : told.words.join(''));
        shown.replaceChildren(make('p', words.dropped));
        delete shown.dataset.visit;
        drawList();
        await drawUnsent();
      } catch (unreachable) { say(words.unreachable); }
    });
    return part;
  }

  // What was left over when the page was closed is there again, and is asked again where it had no final answer.
  async function drawWaiting() {
    for (const row of await drawUnsent()) {
      const record = await yk.send.opened(row);
      if (row.value.state !== 'waiting') await yk.store.put('queue', row.key, Object.assign(row.value, { state: 'waiting' }));
      result(record, { result: 'saved', words: [words.saved] });
    }
  }

  async function sendAll() {
    if (!yk.lock.isOpen()) return;
    const ended = (await yk.send.waiting()).length ? await yk.send.all(result) : '';
    if (ended) say(ended === 'signed_out' ? words.signedOut : words.unreachable);
    await drawUnsent();
  }

  async function leaving(event) {
    event.preventDefault();
    const rows = await yk.send.waiting(), button = leave.querySelector('button');
    if (rows.length && !leave.dataset.warned) {
      leave.dataset.warned = '1';
      leave.querySelector('[role=status]').textContent = leave.dataset.unsent;
      button.textContent = leave.dataset.again;
      return;
    }
    await yk.store.wipe();
    leave.submit();
  }

  async function start() {
    box.hidden = false;
    say('');
    if (!yk.lock.able()) return say(words.unsupported);
    if ('serviceWorker' in navigator) navigator.serviceWorker.register('/field/sw.js').catch(() => {});
    pinForm.addEventListener('submit', pinTyped);
    yk.form.form.addEventListener('submit', submitted);
    leave.addEventListener('submit', leaving);
    window.addEventListener('hashchange', route);
    window.addEventListener('online', sendAll);
    document.getElementById('send-all').addEventListener('click', sendAll);
    document.getElementById('refresh').addEventListener('click', () => takeAlong().then(drawList));
    await expire();
    await drawUnsent();
    await askPin();
  }

  start();
})();
