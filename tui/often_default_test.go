//go:build !soak

package tui_test

// often multiplies the sizes and keys that are drawn at random for each case of
// the layout tests: with -tags soak, ten times as many.
const often = 1
