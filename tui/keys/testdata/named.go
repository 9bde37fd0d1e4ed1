package named

func update(msg tea.KeyPressMsg, line *draw.Line, t *draw.Theme) {
	switch name := msg.String(); name {
	case "esc", "q":
		return
	}
	if msg.String() == "ctrl+s" {
		return
	}
	_ = key.NewBinding(key.WithKeys("tab"))
	line.Put(t.Key, "enter").Put(t.Dim, "enter")
}
