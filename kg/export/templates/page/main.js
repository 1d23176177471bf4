// Starts the page.
document.documentElement.dataset.theme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
if (data.subject !== null) OPENED.view = "subject";
speak();
options();
recall();
hint();
remember();
redraw();
for (const watch of [watchCamera, watchPicture, watchBar, watchSearch, watchSave, watchKeys]) watch();
document.fonts?.ready.then(() => { widths.clear(); wrapped.clear(); camera.subject = null; draw(); requestAnimationFrame(() => { window.kgReady = performance.now(); }); });
// For the tests, and for who looks into the page.
window.kg = { state, nodes, edges, select, centre, zoom, visible: shownNow, scene: () => scene, view };
