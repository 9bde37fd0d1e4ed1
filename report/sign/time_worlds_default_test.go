//go:build !soak

package sign_test

// timeWorlds is the number of random worlds of time stamps.
const timeWorlds = 40
