// What axe-core says of the page, element by element. Of a deck only the slide that is shown is in the document
// meanwhile: axe goes through everything that is there, hidden or not.
async (tags) => {
  const others = [...document.querySelectorAll(".reveal .slides section:not(.present)")];
  const places = others.map((section) => {
    const place = document.createComment("");
    section.replaceWith(place);
    return place;
  });
  const boxOf = (element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    return [left, top, width, height];
  };
  const told = ({ id, help, impact }, node) => {
    const element = document.querySelector(node.target[0]);
    const [check] = [...node.any, ...node.all, ...node.none];
    return {
      id,
      help,
      impact,
      html: node.html.slice(0, 120),
      why: check?.message ?? "",
      text: element?.textContent.trim().slice(0, 200) ?? "",
      figure: element?.closest("figure.demo")?.id ?? "",
      box: element ? boxOf(element) : null,
    };
  };
  try {
    const options = { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"], preload: false };
    const { violations } = await axe.run(document, options);
    return violations.flatMap((violation) => violation.nodes.map((node) => told(violation, node)));
  } finally {
    places.forEach((place, index) => place.replaceWith(others[index]));
  }
}
