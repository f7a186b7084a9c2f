// The standard rules, less those that this stylesheet has a reason to break.
export default {
  extends: "stylelint-config-standard",
  rules: {
    // rules stand in the order of the page; the few that override others say so by their selector
    "no-descending-specificity": null,
    // Material's own properties have double hyphens
    "custom-property-pattern": "^(md-)?[a-z0-9]+(--?[a-z0-9]+)*$",
  },
};
