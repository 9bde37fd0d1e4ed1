//go:build js && wasm

// Verifypage is the program in the page that `assay verify --page` writes. It gives
// the page one object, assay, whose functions return what package desk answers, as
// JSON. The page, in report/proof/webpage, shows it.
package main

import (
	"encoding/json"
	"syscall/js"
	"time"

	"assay/report/proof/desk"
)

func main() {
	d := desk.New(time.Now)
	js.Global().Set("assay", map[string]any{
		"about": function(func([]js.Value) any { return desk.About() }),
		"lay": function(func(args []js.Value) any {
			file := make([]byte, args[1].Get("length").Int())
			js.CopyBytesToGo(file, args[1])
			d.Lay(args[0].String(), file)
			return d.Papers()
		}),
		"refuse": function(func(args []js.Value) any {
			d.Refuse(args[0].String(), int64(args[1].Float()))
			return d.Papers()
		}),
		"unread": function(func(args []js.Value) any {
			d.Unread(args[0].String())
			return d.Papers()
		}),
		"confirm": function(func(args []js.Value) any {
			if err := d.Confirm(args[0].Int(), args[1].String(), args[2].String()); err != nil {
				return map[string]string{"refusal": err.Error()}
			}
			return map[string]any{"papers": d.Papers()}
		}),
	})
	select {} // the page calls the functions as long as it is open
}

func function(of func(args []js.Value) any) js.Func {
	return js.FuncOf(func(_ js.Value, args []js.Value) any {
		text, err := json.Marshal(of(args))
		if err != nil {
			panic(err)
		}
		return string(text)
	})
}
