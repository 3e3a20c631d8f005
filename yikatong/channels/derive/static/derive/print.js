'use strict';
/* The page was asked for in order to be printed, and its print is noted. */
window.addEventListener('load', function () { window.print(); });
