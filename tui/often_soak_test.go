//go:build soak

package tui_test

const often = 10
