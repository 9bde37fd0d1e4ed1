//go:build !soak

package dialog_test

// everyText is of how many texts each key meets one in each field.
const everyText = 3
