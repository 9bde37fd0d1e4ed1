package export

// column is a column of a topic, with the value of a row in it.
type column[T any] struct {
	Column
	of func(T) Value
}

// col makes a column.
func col[T any](key, name string, form Form, width float64, about string, of func(T) Value) column[T] {
	return column[T]{Column{key, name, form, width, about}, of}
}

// topic makes a table of a list.
func topic[T any](key, name string, all []T, columns ...column[T]) Table {
	t := Table{Key: key, Name: name}
	for _, c := range columns {
		t.Columns = append(t.Columns, c.Column)
	}
	for _, one := range all {
		row := make([]Value, len(columns))
		for n, c := range columns {
			row[n] = c.of(one)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// fact makes a fact.
func fact(key, name string, form Form, about string, value Value) Fact {
	return Fact{Column{Key: key, Name: name, Form: form, About: about}, value}
}
