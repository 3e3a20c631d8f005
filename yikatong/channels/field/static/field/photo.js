'use strict';
// A picture from the camera, cut to the size of a card's photo; metadata (place, time) stays behind with the original.
window.yk = window.yk || {};

yk.photo = (function () {
  const WIDTH = 358, HEIGHT = 441;

  function loaded(file) {
    return new Promise((resolve, reject) => {
      const picture = new Image();
      picture.onload = () => { URL.revokeObjectURL(picture.src); resolve(picture); };
      picture.onerror = () => { URL.revokeObjectURL(picture.src); reject(new Error('unreadable')); };
      picture.src = URL.createObjectURL(file);
    });
  }

  async function cut(file) {
    const picture = await loaded(file);
    const scale = Math.max(WIDTH / picture.naturalWidth, HEIGHT / picture.naturalHeight);
    const width = picture.naturalWidth * scale, height = picture.naturalHeight * scale;
    const canvas = document.createElement('canvas');
    canvas.width = WIDTH;
    canvas.height = HEIGHT;
    canvas.getContext('2d').drawImage(picture, (WIDTH - width) / 2, (HEIGHT - height) / 2, width, height);
    return canvas;
  }

  async function blobOf(file) {
    const canvas = await cut(file);
    return new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.92));
  }

  function base64(blob) {
    return new Promise((resolve, reject) => {
      const reader = new FileReader();
      reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(',') + 1));
      reader.onerror = () => reject(reader.error);
      reader.readAsDataURL(blob);
    });
  }

  return { blobOf, base64 };
})();
