'use strict';
// Keeps the shell (nobody's page) and its files. What is about people never enters this cache: it lies encrypted in
// the page's own store.
const CACHE = 'yk-field-{{ version }}';
const SHELL = '/field/shell/';
const ASSETS = [{% for a in assets %}'{{ a|escapejs }}', {% endfor %}];
const WAIT_MS = 6000;

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll([SHELL, ...ASSETS])).then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
  const old = (key) => key.startsWith('yk-field-') && key !== CACHE;
  event.waitUntil(caches.keys().then((keys) => Promise.all(keys.filter(old).map((key) => caches.delete(key))))
    .then(() => self.clients.claim()));
});

function inTime(request) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('slow')), WAIT_MS);
    fetch(request).then((response) => { clearTimeout(timer); resolve(response); }, reject);
  });
}

// The shell follows the choice of language and size.
function renewShell() {
  return caches.open(CACHE).then((cache) => cache.add(SHELL)).catch(() => {});
}

async function asset(request) {
  const cache = await caches.open(CACHE);
  const fresh = fetch(request).then((response) => {
    if (response.ok) cache.put(request, response.clone());
    return response;
  });
  const kept = await cache.match(request);
  if (!kept) return fresh;
  fresh.catch(() => {});
  return kept;
}

self.addEventListener('fetch', (event) => {
  const request = event.request;
  const path = new URL(request.url).pathname;
  if (request.method !== 'GET') return;
  if (request.mode === 'navigate' && path.startsWith('/field/')) {
    if (path === '/field/') event.waitUntil(renewShell());
    event.respondWith(inTime(request).catch(() => caches.match(SHELL)));
  } else if (ASSETS.includes(path)) {
    event.respondWith(asset(request));
  }
});
